import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterEach, expect, it } from 'vitest'
import { createMailServer } from './mail-server.ts'

const binary = '/usr/sbin/smtp-sink'
const cleanups: (() => unknown)[] = []

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
})

/** Postfix's smtp-sink where it is installed; elsewhere the same test runs against smtp-server. */
async function foreignServer(): Promise<number> {
  if (!existsSync(binary)) return startSmtpServer()
  const port = await freePort()
  const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : []
  const sink: ChildProcess = spawn(binary, [...user, '-c', `127.0.0.1:${port}`, '100'], { stdio: 'ignore' })
  cleanups.push(() => sink.kill())
  return port
}

async function startSmtpServer(): Promise<number> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, _session, done) => stream.on('end', () => done()).resume(),
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  cleanups.push(() => new Promise<void>(resolve => server.close(() => resolve())))
  return (server.server.address() as { port: number }).port
}

function freePort(): Promise<number> {
  return new Promise(resolve => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}

it('hands 500 messages over 10 connections to a server that is not ours', async () => {
  const port = await foreignServer()
  const server = createMailServer(
    { host: '127.0.0.1', port, security: 'none', allowSelfSigned: false, auth: { type: 'none' }, waitingSeconds: 10 },
    { connections: 10, idleSeconds: 5 },
  )
  const envelope = { from: 'a@ecole.fr', to: 'b@famille.fr' }
  const raw = Buffer.from('Subject: x\r\n\r\nBonjour\r\n')
  let gates = 0
  const gate = async () => ++gates > 0
  for (let i = 0; i < 50 && (await server.send(envelope, raw, gate)).class !== 'accepted'; i++)
    await new Promise(resolve => setTimeout(resolve, 50))
  gates = 0
  const outcomes = await Promise.all(Array.from({ length: 500 }, () => server.send(envelope, raw, gate)))
  expect(new Set(outcomes.map(outcome => outcome.class))).toEqual(new Set(['accepted']))
  expect(gates).toBe(500)
  expect(server.size).toBeLessThanOrEqual(10)
  await server.close()
  expect(server.size).toBe(0)
})
