import { SMTPServer } from 'smtp-server'

/** Takes everything and keeps nothing; the second argument makes it slow (milliseconds a mail). */
const delay = Number(process.argv[3] ?? 0)
new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  disableReverseLookup: true,
  logger: false,
  onData: (stream, _, done) => stream.resume().on('end', () => setTimeout(done, delay)),
}).listen(Number(process.argv[2]), '127.0.0.1')
