import { createServer } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterEach, describe, expect, it } from 'vitest'
import { selfSigned } from '../test/certificate.ts'
import { type Script, ScriptedServer } from '../test/scripted-server.ts'
import type { Mail } from './mail.ts'
import type { SmtpSettings } from './settings.ts'
import { type TestReport, type TestTarget, testConnection } from './test-connection.ts'
import type { StepReport } from './test-steps.ts'

const mail: Mail = {
  messageId: '<test@ecole.fr>',
  date: new Date('2026-01-05T08:00:00Z'),
  boundary: 'b',
  from: { name: 'École', address: 'mail@ecole.fr' },
  to: { name: '', address: 'moi@ecole.fr' },
  subject: 'Test',
  text: 'Bonjour',
  envelopeFrom: 'mail@ecole.fr',
  envelopeTo: 'moi@ecole.fr',
}
const target: TestTarget = { from: 'mail@ecole.fr', to: 'moi@ecole.fr', mail, doors: [] }
const password = { type: 'password', user: 'jean', secret: 'hunter22' } as const
const cleanups: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

function settings(port: number, change: Partial<SmtpSettings> = {}): SmtpSettings {
  return {
    host: 'mail.test',
    port,
    security: 'none',
    allowSelfSigned: false,
    auth: { type: 'none' },
    waitingSeconds: 1,
    address: '127.0.0.1',
    ...change,
  }
}

async function scripted(script: Script): Promise<ScriptedServer> {
  const server = await new ScriptedServer(script).start()
  cleanups.push(() => server.stop())
  return server
}

/** A complete server with STARTTLS and a login, so that nothing here is only our own idea of SMTP. */
async function complete(options: { secure?: boolean } = {}): Promise<{ port: number; taken: string[] }> {
  const taken: string[] = []
  const server = new SMTPServer({
    ...selfSigned,
    ...options,
    authOptional: true,
    onAuth: ({ username, password: secret }, _session, done) =>
      username === 'jean' && secret === 'hunter22' ? done(null, { user: 'jean' }) : done(new Error('Invalid login')),
    onData: (stream, _session, done) => {
      let text = ''
      stream.on('data', chunk => {
        text += String(chunk)
      })
      stream.on('end', () => {
        taken.push(text)
        done()
      })
    },
  })
  server.on('error', () => {})
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  cleanups.push(() => new Promise<void>(resolve => server.close(() => resolve())))
  return { port: (server.server.address() as { port: number }).port, taken }
}

async function test(
  change: SmtpSettings,
  aim: Partial<TestTarget> = {},
): Promise<{ report: TestReport; told: StepReport[] }> {
  const told: StepReport[] = []
  const report = await testConnection(change, { ...target, ...aim }, step => told.push(step))
  return { report, told }
}

const states = (report: TestReport) => Object.fromEntries(report.steps.map(step => [step.step, step.state]))

describe('a test that works', () => {
  it.each(['starttls-required', 'tls'] as const)('goes through every step with %s and a login', async security => {
    const server = await complete({ secure: security === 'tls' })
    const { report, told } = await test(settings(server.port, { security, allowSelfSigned: true, auth: password }))
    expect(report).toMatchObject({ ok: true, title: 'ok', reason: 'accepted', advice: [] })
    expect(states(report)).toEqual({
      dns: 'skipped',
      connect: 'ok',
      greeting: 'ok',
      tls: 'ok',
      login: 'ok',
      sender: 'ok',
      recipient: 'ok',
      data: 'ok',
    })
    const order = told.filter(step => step.state === 'ok').map(step => step.step)
    const opening = security === 'tls' ? ['connect', 'tls', 'greeting'] : ['connect', 'greeting', 'tls']
    expect(order).toEqual([...opening, 'login', 'sender', 'recipient', 'data'])
    for (const step of report.steps.filter(one => one.state === 'ok')) expect(step.ms).toBeGreaterThanOrEqual(0)
    expect(report.steps.find(step => step.step === 'tls')?.detail).toMatchObject({
      code: 'encrypted',
      values: { protocol: 'TLSv1.3' },
    })
    expect(server.taken).toHaveLength(1)
    expect(server.taken[0]).toContain('Message-ID: <test@ecole.fr>')
  })

  it('announces each step before it ends', async () => {
    const { told } = await test(settings((await scripted({})).port))
    for (const step of ['connect', 'greeting', 'sender', 'recipient', 'data']) {
      const seen = told.filter(report => report.step === step).map(report => report.state)
      expect(seen).toEqual(['running', 'ok'])
    }
  })

  it('suggests encryption when the server has it and the form does not', async () => {
    const { report } = await test(settings((await complete()).port))
    expect(report.advice).toMatchObject([{ code: 'use-starttls', patch: { security: 'starttls-required' } }])
    expect(states(report).tls).toBe('skipped')
  })

  it('shows no secret anywhere', async () => {
    const server = await complete()
    const { report, told } = await test(
      settings(server.port, { security: 'starttls-required', allowSelfSigned: true, auth: password }),
    )
    const everything = JSON.stringify([report, told])
    for (const form of ['hunter22', 'aHVudGVyMjI', Buffer.from('\u0000jean\u0000hunter22').toString('base64')])
      expect(everything).not.toContain(form)
    expect(report.transcript.map(line => line.text)).toContain('AUTH PLAIN •••')
    expect(report.transcript.every(line => !Number.isNaN(Date.parse(line.at)) && line.ms >= 0)).toBe(true)
  })
})

describe('elapsed time', () => {
  it.each([
    [15, [{ code: 'wait-30', patch: { waitingSeconds: 30 } }]],
    [30, [{ code: 'wait-60', patch: { waitingSeconds: 60 } }]],
  ] as const)('at %i seconds offers to wait longer', async (seconds, advice) => {
    const { adviseOn } = await import('./advice.ts')
    expect(
      adviseOn('greeting-timeout', settings(587, { waitingSeconds: seconds }), { doors: [], starttls: false }),
    ).toEqual(advice)
  })

  it('at 60 seconds suggests host, port and security instead', async () => {
    const { adviseOn } = await import('./advice.ts')
    const codes = adviseOn('greeting-timeout', settings(587, { waitingSeconds: 60 }), {
      doors: [],
      starttls: false,
    }).map(one => one.code)
    expect(codes).toEqual(['check-host', 'test-usual-ports', 'try-tls-465', 'check-security'])
  })

  it.each<[string, Script, string]>([
    ['the greeting', { greeting: 'silent' }, 'greeting'],
    ['RCPT', { rcpt: 'silent' }, 'recipient'],
    ['the final dot', { dot: 'silent' }, 'data'],
  ])('is the title when the server is silent at %s', async (_what, script, step) => {
    const { report } = await test(settings((await scripted(script)).port))
    expect(report).toMatchObject({ ok: false, title: 'elapsed-time', failedStep: step })
    expect(report.advice[0]).toMatchObject({ code: 'wait-30', patch: { waitingSeconds: 30 } })
  })

  it('is the title when the resolver is silent', async () => {
    const { report } = await test(settings(25, { address: undefined }), { resolve: () => new Promise(() => {}) })
    expect(report).toMatchObject({ ok: false, failedStep: 'dns', reason: 'dns-failed' })
  })
})

describe('a failure explains itself', () => {
  it('unknown host', async () => {
    const resolve = async () => {
      throw Object.assign(new Error('getaddrinfo ENOTFOUND mail.test'), { code: 'ENOTFOUND' })
    }
    const { report } = await test(settings(25, { address: undefined }), { resolve })
    expect(report).toMatchObject({
      failedStep: 'dns',
      reason: 'dns-unknown',
      advice: [{ code: 'check-host', values: { host: 'mail.test' } }],
    })
    expect(states(report)).toMatchObject({ connect: 'skipped', data: 'skipped' })
  })

  it('tries the next address when the first one refuses', async () => {
    const { port } = await scripted({})
    const { report } = await test(settings(port, { address: undefined }), {
      resolve: async () => ['127.0.0.2', '127.0.0.1'],
    })
    expect(report.ok).toBe(true)
  })

  it('nobody at that port, but STARTTLS at another one', async () => {
    const open = await complete()
    const closed = await scripted({})
    await closed.stop()
    const doors = [{ port: open.port, security: 'starttls-required' }] as const
    const { report } = await test(settings(closed.port), { doors })
    expect(report).toMatchObject({ failedStep: 'connect', reason: 'connection-refused' })
    expect(report.advice).toEqual([
      { code: 'try-port', patch: { port: open.port, security: 'starttls-required' }, values: { port: open.port } },
    ])
  })

  it('TLS spoken to a plain port: the same port has STARTTLS', async () => {
    const { port } = await complete()
    const { report } = await test(settings(port, { security: 'tls' }), { doors: [{ port: 1, security: 'tls' }] })
    expect(report).toMatchObject({ failedStep: 'tls', reason: 'tls-wrong-mode' })
    expect(report.advice).toEqual([
      { code: 'use-starttls', patch: { security: 'starttls-required' }, values: { port } },
    ])
  })

  it('plain spoken to a TLS port: the same port has TLS', async () => {
    const { port } = await complete({ secure: true })
    const { report } = await test(settings(port), { doors: [{ port: 1, security: 'tls' }] })
    expect(report.ok).toBe(false)
    expect(report.failedStep).toBe('greeting')
    expect(report.advice[0]).toEqual({ code: 'use-tls', patch: { security: 'tls' }, values: { port } })
  })

  it('a self-signed certificate', async () => {
    const { port } = await complete()
    const { report } = await test(settings(port, { security: 'starttls-required' }))
    expect(report).toMatchObject({ failedStep: 'tls', reason: 'certificate-self-signed' })
    expect(report.advice).toEqual([{ code: 'trust-certificate', patch: { allowSelfSigned: true } }])
  })

  it('a wrong password', async () => {
    const { port } = await complete()
    const auth = { ...password, secret: 'wrong-one' }
    const { report } = await test(settings(port, { security: 'starttls-required', allowSelfSigned: true, auth }))
    expect(report).toMatchObject({ failedStep: 'login', reason: 'login-refused', title: 'failed' })
    expect(report.advice.map(one => one.code)).toEqual(['correct-login', 'app-password'])
    expect(report.steps.find(step => step.step === 'login')?.reply).toMatch(/^535/)
  })

  it('a login that exists only after STARTTLS', async () => {
    const sink = await scripted({ ehlo: '250-scripted\r\n250 STARTTLS' })
    const { report } = await test(settings(sink.port, { auth: password }))
    expect(report).toMatchObject({ failedStep: 'login', reason: 'login-unsupported' })
    expect(report.advice[0]).toMatchObject({ code: 'use-starttls', patch: { security: 'starttls-required' } })
  })

  it.each<[string, Script, string, string, string]>([
    ['the sender', { mail: '550 5.7.1 not yours' }, 'sender', 'sender-refused', 'use-default-sender'],
    ['the recipient', { rcpt: '550 5.1.1 user unknown' }, 'recipient', 'mailbox-unknown', 'check-recipient'],
    ['the message', { dot: '554 5.7.1 spam' }, 'data', 'spam-refused', 'use-default-sender'],
    ['everybody', { greeting: '554 no' }, 'greeting', 'greeting-refused', 'try-later'],
  ])('a server that refuses %s', async (_what, script, step, reason, advice) => {
    for (const ehlo of ['250 scripted', '250-scripted\r\n250 PIPELINING']) {
      const { report } = await test(settings((await scripted({ ehlo, ...script })).port))
      expect(report).toMatchObject({ failedStep: step, reason })
      expect(report.advice[0]?.code).toBe(advice)
    }
  })

  it('a server that is no mail server', async () => {
    const web = createServer(socket => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    await new Promise<void>(resolve => web.listen(0, '127.0.0.1', resolve))
    cleanups.push(() => new Promise(resolve => web.close(resolve)))
    const { report } = await test(settings((web.address() as { port: number }).port))
    expect(report).toMatchObject({ ok: false, failedStep: 'greeting', reason: 'protocol-error' })
  })
})
