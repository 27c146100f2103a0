import { afterEach, describe, expect, it } from 'vitest'
import { type Script, ScriptedServer } from '../test/scripted-server.ts'
import { createMailServer, type MailServer, type MailServerOptions } from './mail-server.ts'
import type { OutcomeClass, ReasonCode } from './outcome.ts'
import type { SmtpSettings } from './settings.ts'

const envelope = { from: 'mail@ecole.fr', to: 'zoe@famille.fr' }
const raw = Buffer.from('Subject: hello\r\nMessage-ID: <1@ecole.fr>\r\n\r\nBonjour\r\n.\r\n..two\r\n')
const open = async () => true
const cleanups: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function scripted(script: Script): Promise<ScriptedServer> {
  const server = await new ScriptedServer(script).start()
  cleanups.push(() => server.stop())
  return server
}

function client(
  port: number,
  settings: Partial<SmtpSettings> = {},
  options: Partial<MailServerOptions> = {},
): MailServer {
  const server = createMailServer(
    {
      host: '127.0.0.1',
      port,
      security: 'none',
      allowSelfSigned: false,
      auth: { type: 'none' },
      waitingSeconds: 1,
      ...settings,
    },
    { connections: 2, idleSeconds: 30, ...options },
  )
  cleanups.push(() => server.close())
  return server
}

const ehlo = (...words: string[]) =>
  ['scripted', ...words].map((word, i, all) => `250${i === all.length - 1 ? ' ' : '-'}${word}`).join('\r\n')

describe.each([
  ['one command at a time', {}],
  ['with PIPELINING', { ehlo: ehlo('PIPELINING') }],
])('send, %s', (_name, base) => {
  it('hands over the very bytes and says so', async () => {
    const sink = await scripted(base)
    const outcome = await client(sink.port).send(envelope, raw, open)
    expect(outcome).toMatchObject({
      class: 'accepted',
      reason: 'accepted',
      replyCode: 250,
      enhancedCode: '2.0.0',
      gatePassed: true,
    })
    expect(outcome.durationMs).toBeGreaterThan(0)
    expect(sink.taken).toEqual([raw.toString()])
  })

  const refusals: [string, Script, OutcomeClass, ReasonCode, number][] = [
    ['450 at RCPT', { rcpt: '450 4.2.0 busy' }, 'recipient-later', 'recipient-busy', 450],
    ['550 at RCPT', { rcpt: '550 5.1.1 user unknown' }, 'recipient-never', 'mailbox-unknown', 550],
    ['421 at RCPT', { rcpt: '421 4.3.2 shutting down' }, 'server', 'server-closing', 421],
    ['421 at MAIL', { mail: '421 4.3.2 shutting down' }, 'server', 'server-closing', 421],
    ['550 at MAIL', { mail: '550 5.7.1 not yours' }, 'sender', 'sender-refused', 550],
    ['554 at DATA', { data: '554 no' }, 'content', 'content-refused', 554],
    ['451 at DATA', { data: '451 later' }, 'recipient-later', 'recipient-busy', 451],
    ['554 at the greeting', { greeting: '554 go away' }, 'server', 'greeting-refused', 554],
    ['530 at MAIL', { mail: '530 5.7.0 Authentication required' }, 'login', 'login-required', 530],
  ]
  it.each(refusals)('%s', async (_what, script, expected, reason, replyCode) => {
    const sink = await scripted({ ...base, ...script })
    let asked = 0
    const outcome = await client(sink.port).send(envelope, raw, async () => ++asked > 0)
    expect(outcome).toMatchObject({ class: expected, reason, replyCode, gatePassed: false })
    expect(sink.taken.filter(Boolean)).toEqual([])
    expect(asked).toBe(0)
  })

  it('goes on with the same connection after a refusal', async () => {
    let first = true
    const rcpt = () => {
      const said = first ? '550 5.1.1 unknown' : '250 ok'
      first = false
      return said
    }
    const sink = await scripted({ ...base, rcpt })
    const server = client(sink.port, {}, { connections: 1 })
    expect((await server.send(envelope, raw, open)).class).toBe('recipient-never')
    expect((await server.send(envelope, raw, open)).class).toBe('accepted')
    expect(sink.connections).toBe(1)
    expect(sink.commands).toContain('RSET')
  })
})

describe('the gate', () => {
  it.each([
    ['says no', async () => false],
    ['throws', async () => Promise.reject(new Error('postgres is away'))],
    [
      'throws at once',
      () => {
        throw new Error('postgres is away')
      },
    ],
    ['never answers', () => new Promise<boolean>(() => {})],
  ])('that %s keeps the dot back', async (_what, gate) => {
    const sink = await scripted({})
    const outcome = await client(sink.port, {}, { gateSeconds: 0.1 }).send(envelope, raw, gate)
    expect(outcome).toMatchObject({ class: 'aborted', reason: 'gate-refused', gatePassed: false })
    await later(50)
    expect(sink.taken).toEqual([])
    expect(sink.dataBytes).toBeGreaterThan(0)
  })

  it('is asked after the last byte has arrived and before the dot', async () => {
    const big = Buffer.from(`Subject: big\r\n\r\n${'0123456789abcdef\r\n'.repeat(60_000)}`)
    const sink = await scripted({})
    let received = 0
    const gate = async () => {
      for (let i = 0; i < 100 && sink.dataBytes < big.length; i++) await later(10)
      received = sink.dataBytes
      return true
    }
    const outcome = await client(sink.port).send(envelope, big, gate)
    expect(received).toBe(big.length)
    expect(outcome.class).toBe('accepted')
    expect(sink.taken[0]?.length).toBe(big.length)
  })

  it('is not asked before the socket has taken everything', async () => {
    // A receiver that stops reading: the message stays in our hands, so the gate must not be asked.
    const { createServer } = await import('node:net')
    const stuck = createServer(socket => {
      socket.write('220 hi\r\n')
      socket.on('error', () => {})
      socket.on('data', chunk => {
        const line = chunk.toString('binary')
        if (line.startsWith('DATA')) {
          socket.write('354 go\r\n')
          socket.pause()
        } else if (/^(EHLO|MAIL|RCPT)/.test(line)) socket.write('250 ok\r\n')
      })
    })
    await new Promise<void>(resolve => stuck.listen(0, '127.0.0.1', resolve))
    const port = (stuck.address() as { port: number }).port
    let asked = false
    const outcome = await client(port).send(envelope, Buffer.alloc(40_000_000, 'a line of text\r\n'), async () => {
      asked = true
      return true
    })
    stuck.close()
    expect(asked).toBe(false)
    expect(outcome).toMatchObject({ class: 'server', reason: 'command-timeout', gatePassed: false })
  })

  it('does not count its own slowness as the server’s', async () => {
    const sink = await scripted({})
    const outcome = await client(sink.port).send(envelope, raw, () => later(1300).then(() => true))
    expect(outcome.class).toBe('accepted')
    expect(outcome.ms?.gate).toBeGreaterThan(1200)
  })

  it('is obeyed over TLS too', async () => {
    const sink = await scripted({ tls: true })
    const server = client(sink.port, { security: 'tls', allowSelfSigned: true })
    expect((await server.send(envelope, raw, async () => false)).reason).toBe('gate-refused')
    expect(sink.taken).toEqual([])
    const big = Buffer.from(`Subject: big\r\n\r\n${'x'.repeat(70)}\r\n`.padEnd(900_000, 'line of text\r\n'))
    expect((await server.send(envelope, big, open)).class).toBe('accepted')
    expect(sink.taken).toHaveLength(1)
  })
})

describe('a server that fails', () => {
  const failures: [string, Script, OutcomeClass, ReasonCode, boolean][] = [
    ['is silent at the greeting', { greeting: 'silent' }, 'server', 'greeting-timeout', false],
    ['is silent at RCPT', { rcpt: 'silent' }, 'server', 'command-timeout', false],
    ['drops at the greeting', { greeting: 'drop' }, 'server', 'connection-reset', false],
    ['drops at MAIL', { mail: 'drop' }, 'server', 'connection-lost-before-dot', false],
    ['drops at DATA', { data: 'drop' }, 'server', 'connection-lost-before-dot', false],
    ['drops after the dot', { dot: 'drop' }, 'unknown', 'connection-lost-after-dot', true],
    ['is silent after the dot', { dot: 'silent' }, 'unknown', 'dot-timeout', true],
    ['answers 421 to the dot', { dot: '421 4.3.0 closing' }, 'server', 'server-closing', true],
    ['answers 554 to the dot', { dot: '554 5.7.1 spam' }, 'content', 'spam-refused', true],
    ['answers 451 to the dot', { dot: '451 4.3.0 disk' }, 'recipient-later', 'recipient-busy', true],
  ]
  it.each(failures)('%s', async (_what, script, expected, reason, gatePassed) => {
    const sink = await scripted(script)
    const outcome = await client(sink.port, {}, { afterDotSeconds: 0.3 }).send(envelope, raw, open)
    expect(outcome).toMatchObject({ class: expected, reason, gatePassed })
  })

  it.each<[string, string, OutcomeClass]>([
    ['a refusal', '552 5.3.4 too large', 'content'],
    ['an acceptance, which is not believed', '250 ok', 'server'],
  ])('replies before the dot with %s', async (_what, early, expected) => {
    const sink = await scripted({ early })
    const gate = () => later(50).then(() => true)
    const outcome = await client(sink.port).send(envelope, raw, gate)
    expect(outcome).toMatchObject({ class: expected, gatePassed: false })
    await later(120)
    expect(sink.taken).toEqual([])
  })

  it('drops in the middle of the message', async () => {
    const sink = await scripted({})
    const outcome = await client(sink.port).send(envelope, raw, async () => {
      sink.cut()
      await later(100)
      return true
    })
    expect(outcome).toMatchObject({ class: 'server', gatePassed: false })
    expect(sink.taken).toEqual([])
  })

  it('is not there', async () => {
    const sink = await scripted({})
    const { port } = sink
    await sink.stop()
    expect(await client(port).send(envelope, raw, open)).toMatchObject({
      class: 'server',
      reason: 'connection-refused',
    })
  })

  it('announces a SIZE that is too small, and gets nothing', async () => {
    const sink = await scripted({ ehlo: ehlo('SIZE 20') })
    const outcome = await client(sink.port).send(envelope, raw, open)
    expect(outcome).toMatchObject({ class: 'content', reason: 'too-large', gatePassed: false })
    expect(sink.commands.some(line => line.startsWith('MAIL'))).toBe(false)
  })

  it('says when to come back', async () => {
    const sink = await scripted({ rcpt: '450 4.7.1 Greylisted, retry in 300 seconds' })
    const outcome = await client(sink.port).send(envelope, raw, open)
    expect(outcome).toMatchObject({ class: 'recipient-later', reason: 'greylisted', retryAfterSeconds: 300 })
  })
})

describe('the pool', () => {
  it('reuses connections and never opens more than allowed', async () => {
    const sink = await scripted({})
    const server = client(sink.port, {}, { connections: 3 })
    const outcomes = await Promise.all(Array.from({ length: 40 }, () => server.send(envelope, raw, open)))
    expect(outcomes.every(outcome => outcome.class === 'accepted')).toBe(true)
    expect(sink.connections).toBe(3)
    expect(sink.taken).toHaveLength(40)
    expect(server.size).toBe(3)
  })

  it('retries once, uncharged, when an idle connection turns out to be dead', async () => {
    const sink = await scripted({
      mail: connection => (connection === 1 && sink.taken.length === 1 ? 'drop' : '250 ok'),
    })
    const server = client(sink.port, {}, { connections: 1 })
    expect((await server.send(envelope, raw, open)).class).toBe('accepted')
    let asked = 0
    const outcome = await server.send(envelope, raw, async () => ++asked === 1)
    expect(outcome.class).toBe('accepted')
    expect(asked).toBe(1)
    expect(sink.connections).toBe(2)
    expect(sink.taken).toHaveLength(2)
  })

  it('retries once when the reused connection says 421, but not a fresh one', async () => {
    const sink = await scripted({ mail: () => (sink.taken.length === 1 ? '421 4.4.2 idle too long' : '250 ok') })
    const server = client(sink.port, {}, { connections: 1 })
    await server.send(envelope, raw, open)
    expect(await server.send(envelope, raw, open)).toMatchObject({ class: 'server', reason: 'server-closing' })
    expect(sink.connections).toBe(2)
  })

  it('notices connections that were cut while idle', async () => {
    const sink = await scripted({})
    const server = client(sink.port)
    await server.send(envelope, raw, open)
    sink.cut()
    await later(50)
    expect(server.size).toBe(0)
    expect((await server.send(envelope, raw, open)).class).toBe('accepted')
  })

  it('closes idle connections and replaces used-up ones', async () => {
    const sink = await scripted({})
    const server = client(sink.port, {}, { connections: 1, idleSeconds: 0.1, messagesPerConnection: 2 })
    for (let i = 0; i < 4; i++) expect((await server.send(envelope, raw, open)).class).toBe('accepted')
    expect(sink.connections).toBe(2)
    expect((await server.send(envelope, raw, open)).class).toBe('accepted')
    await later(300)
    expect(server.size).toBe(0)
    expect(sink.commands.filter(line => line === 'QUIT')).toHaveLength(3)
  })

  it('lets running messages finish when it closes, and takes no more', async () => {
    const sink = await scripted({})
    const server = client(sink.port, {}, { connections: 1 })
    const running = server.send(envelope, raw, () => later(100).then(() => true))
    const waiting = server.send(envelope, raw, open)
    await later(50)
    await server.close()
    expect((await running).class).toBe('accepted')
    expect(await waiting).toMatchObject({ class: 'aborted', reason: 'closing' })
    expect(await server.send(envelope, raw, open)).toMatchObject({ class: 'aborted', reason: 'closing' })
    expect(sink.taken).toHaveLength(1)
  })

  it('stops on the signal before the dot, and no longer after it', async () => {
    const sink = await scripted({ dot: () => 'silent' })
    const server = client(sink.port, {}, { connections: 1, afterDotSeconds: 0.3 })
    const early = new AbortController()
    const stopped = await server.send(
      envelope,
      raw,
      async () => {
        early.abort()
        return true
      },
      early.signal,
    )
    expect(stopped).toMatchObject({ class: 'aborted', reason: 'cancelled', gatePassed: false })
    expect(sink.taken).toEqual([])
    const late = new AbortController()
    const sending = server.send(envelope, raw, open, late.signal)
    setTimeout(() => late.abort(), 100)
    expect(await sending).toMatchObject({ class: 'unknown', reason: 'dot-timeout', gatePassed: true })
    expect(await server.send(envelope, raw, open, AbortSignal.abort())).toMatchObject({
      class: 'aborted',
      reason: 'cancelled',
    })
  })
})

describe('security and login', () => {
  it('refuses a self-signed certificate unless that is allowed', async () => {
    const sink = await scripted({ tls: true })
    const refused = await client(sink.port, { security: 'tls' }).send(envelope, raw, open)
    expect(refused).toMatchObject({ class: 'tls', reason: 'certificate-self-signed' })
    const allowed = await client(sink.port, { security: 'tls', allowSelfSigned: true }).send(envelope, raw, open)
    expect(allowed.class).toBe('accepted')
  })

  it('recognises TLS spoken to a plain port, and the reverse', async () => {
    const plain = await scripted({})
    expect(await client(plain.port, { security: 'tls' }).send(envelope, raw, open)).toMatchObject({
      class: 'tls',
      reason: 'tls-wrong-mode',
    })
    const tls = await scripted({ tls: true })
    expect((await client(tls.port).send(envelope, raw, open)).class).toBe('server')
  })

  it('never goes on in clear when STARTTLS is required', async () => {
    const sink = await scripted({})
    const outcome = await client(sink.port, { security: 'starttls-required' }).send(envelope, raw, open)
    expect(outcome).toMatchObject({ class: 'tls', reason: 'tls-not-offered' })
    expect(sink.commands.some(line => line.startsWith('MAIL'))).toBe(false)
  })

  it('does not send a password to a server that has no login', async () => {
    const sink = await scripted({})
    const auth = { type: 'password', user: 'u', secret: 'hunter22' } as const
    expect(await client(sink.port, { auth }).send(envelope, raw, open)).toMatchObject({
      class: 'login',
      reason: 'login-unsupported',
    })
    expect(sink.commands.some(line => line.startsWith('AUTH'))).toBe(false)
  })

  it('reports a refused login without the password', async () => {
    const auth = { type: 'password', user: 'u', secret: 'hunter22' } as const
    const sink = await scripted({ ehlo: ehlo('AUTH PLAIN'), auth: '535 5.7.8 wrong: hunter22 AHUAaHVudGVyMjI=' })
    const outcome = await client(sink.port, { auth }).send(envelope, raw, open)
    expect(outcome).toMatchObject({
      class: 'login',
      reason: 'login-refused',
      replyCode: 535,
      reply: '535 5.7.8 wrong: ••• •••',
    })
  })

  it('logs in with an OAuth2 token', async () => {
    const sink = await scripted({ ehlo: ehlo('AUTH XOAUTH2') })
    const auth = { type: 'oauth2', user: 'u@ecole.fr', accessToken: 'token-1' } as const
    expect((await client(sink.port, { auth }).send(envelope, raw, open)).class).toBe('accepted')
    const sent = sink.commands.find(line => line.startsWith('AUTH XOAUTH2 '))?.slice(13) ?? ''
    expect(Buffer.from(sent, 'base64').toString()).toBe('user=u@ecole.fr\u0001auth=Bearer token-1\u0001\u0001')
  })
})

function later(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms))
}
