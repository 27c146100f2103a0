import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, expect, test } from 'vitest'
import { createMailServer } from './mail-server.ts'
import type { Outcome } from './outcome.ts'

/**
 * Every class of RELIABILITY §4 against servers that are not ours: Postfix's smtp-sink with its fault flags where it is
 * installed, and the `smtp-server` package everywhere. What they cannot do (TLS, DNS) is in mail-server.test.ts.
 */
const binary = '/usr/sbin/smtp-sink'
const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
})

const freePort = () =>
  new Promise<number>(resolve => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })

const opens = async (port: number) => {
  for (let attempt = 0; attempt < 100; attempt++) {
    const open = await new Promise<boolean>(resolve => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false))
      socket.on('connect', () => socket.destroy())
    })
    if (open) return
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  throw new Error('the sink does not open')
}

const postfix = async (flags: string[]): Promise<number> => {
  const port = await freePort()
  const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : []
  const sink: ChildProcess = spawn(binary, [...user, ...flags, `127.0.0.1:${port}`, '100'], { stdio: 'ignore' })
  cleanups.push(() => sink.kill())
  await opens(port)
  return port
}

const scripted = async (options: SMTPServerOptions): Promise<number> => {
  const server = new SMTPServer({ authOptional: true, disabledCommands: ['STARTTLS'], logger: false, ...options })
  server.on('error', () => {})
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  cleanups.push(() => new Promise<void>(resolve => server.close(() => resolve())))
  return (server.server.address() as { port: number }).port
}

const raw = Buffer.from('From: a@ecole.fr\r\nSubject: x\r\n\r\nBonjour\r\n')
const send = async (port: number, login = false): Promise<Outcome & { gates: number }> => {
  const auth = login ? ({ type: 'password', user: 'u', secret: 'p' } as const) : ({ type: 'none' } as const)
  const server = createMailServer(
    { host: '127.0.0.1', port, security: 'none', allowSelfSigned: false, auth, waitingSeconds: 1 },
    { connections: 1, idleSeconds: 1, afterDotSeconds: 1 },
  )
  let gates = 0
  const outcome = await server.send({ from: 'a@ecole.fr', to: 'b@famille.fr' }, raw, async () => ++gates > 0)
  await server.close()
  return { ...outcome, gates }
}

const refuse = (code: number, words: string) => Object.assign(new Error(words), { responseCode: code })

/** [what happens, flags of smtp-sink or null where it cannot, the same on smtp-server, expected] */
const faults: [string, string[] | null, SMTPServerOptions | null, Partial<Outcome> & { gates: number }][] = [
  ['nothing', [], {}, { class: 'accepted', gates: 1 }],
  ['greeting refused for good', ['-f', 'connect'], null, { class: 'server', gates: 0 }],
  [
    'greeting refused for now',
    ['-r', 'connect'],
    { onConnect: (_, done) => done(refuse(421, 'busy')) },
    { class: 'server', gates: 0 },
  ],
  ['hangs up at the greeting', ['-q', 'connect'], null, { class: 'server', gates: 0 }],
  ['hangs up at EHLO', ['-q', 'ehlo,helo'], null, { class: 'server', gates: 0 }],
  [
    'sender refused for good',
    ['-f', 'mail'],
    { onMailFrom: (_, __, done) => done(refuse(550, '5.7.1 no')) },
    { class: 'sender', gates: 0 },
  ],
  ['hangs up at MAIL', ['-q', 'mail'], null, { class: 'server', gates: 0 }],
  [
    'recipient refused for good',
    ['-f', 'rcpt'],
    { onRcptTo: (_, __, done) => done(refuse(550, '5.1.1 unknown')) },
    { class: 'recipient-never', gates: 0 },
  ],
  [
    'recipient refused for now',
    ['-r', 'rcpt'],
    { onRcptTo: (_, __, done) => done(refuse(450, '4.2.0 later')) },
    { class: 'recipient-later', gates: 0 },
  ],
  ['hangs up at RCPT', ['-q', 'rcpt'], null, { class: 'server', gates: 0 }],
  ['DATA refused for good', ['-f', 'data'], null, { class: 'content', gates: 0 }],
  ['DATA refused for now', ['-r', 'data'], null, { class: 'recipient-later', gates: 0 }],
  ['hangs up at DATA', ['-q', 'data'], null, { class: 'server', gates: 0 }],
  [
    'content refused for good',
    ['-f', '.'],
    { onData: (stream, _, done) => stream.resume().on('end', () => done(refuse(554, '5.7.1 spam'))) },
    { class: 'content', gates: 1 },
  ],
  [
    'content refused for now',
    ['-r', '.'],
    { onData: (stream, _, done) => stream.resume().on('end', () => done(refuse(452, '4.3.1 full'))) },
    { class: 'recipient-later', gates: 1 },
  ],
  [
    'hangs up after the final dot',
    ['-q', '.'],
    null,
    { class: 'unknown', reason: 'connection-lost-after-dot', gates: 1 },
  ],
  [
    'silent after the final dot',
    null,
    { onData: stream => void stream.resume() },
    { class: 'unknown', reason: 'dot-timeout', gates: 1 },
  ],
  ['slow at every command', ['-w', '4'], null, { class: 'server', reason: 'command-timeout', gates: 0 }],
  ['closes for a while', ['-Q', 'rcpt'], null, { class: 'server', gates: 0 }],
  ['login refused', null, { onAuth: (_, __, done) => done(refuse(535, '5.7.8 no')) }, { class: 'login', gates: 0 }],
]

const onPostfix = faults.filter(([, flags]) => flags !== null)
if (existsSync(binary))
  test.each(onPostfix)('smtp-sink: %s', async (_, flags, __, expected) => {
    expect(await send(await postfix(flags ?? []))).toMatchObject(expected)
  })

const onServer = faults.filter(([, , options]) => options !== null)
test.each(onServer)('smtp-server: %s', async (what, _, options, expected) => {
  expect(await send(await scripted(options ?? {}), what === 'login refused')).toMatchObject(expected)
})
