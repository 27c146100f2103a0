import { SMTPServer } from 'smtp-server'

/** Takes everything and keeps nothing. */
new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  disableReverseLookup: true,
  logger: false,
  onData: (stream, _, done) => stream.resume().on('end', () => done()),
}).listen(Number(process.argv[2]), '127.0.0.1')
