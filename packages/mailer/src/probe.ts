import { connect, type Socket } from 'node:net'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { OpenDoor } from './advice.ts'
import type { Evidence } from './classify.ts'
import { connectionOptions, type SmtpSettings } from './settings.ts'

/** Message submission: RFC 6409 (587, STARTTLS) and RFC 8314 §3.3 (465, TLS). */
export const usualPorts: readonly OpenDoor[] = [
  { port: 587, security: 'starttls-required' },
  { port: 465, security: 'tls' },
]

const longestLookMs = 4000

/** Connects to the first address that answers, within `ms` for all of them together. A failure is evidence. */
export async function openSocket(addresses: readonly string[], port: number, ms: number): Promise<Socket | Evidence> {
  const deadline = performance.now() + ms
  let failure: Evidence = { code: 'ECONNECTION' }
  for (const [index, address] of addresses.entries()) {
    const share = (deadline - performance.now()) / (addresses.length - index)
    const socket = await openOne(address, port, Math.max(share, 1))
    if ('remoteAddress' in socket) return socket
    failure = socket
  }
  return failure
}

function openOne(host: string, port: number, ms: number): Promise<Socket | Evidence> {
  return new Promise(resolve => {
    const socket = connect({ host, port })
    const timer = setTimeout(() => fail({ code: 'ETIMEDOUT', timeoutType: 'CONNECT_TIMEOUT' }), ms)
    const fail = (evidence: Evidence) => {
      clearTimeout(timer)
      socket.destroy()
      resolve(evidence)
    }
    socket.once('error', (error: NodeJS.ErrnoException) =>
      fail({ code: 'ESOCKET', originalCode: error.code, message: error.message }),
    )
    socket.once('connect', () => {
      clearTimeout(timer)
      resolve(socket)
    })
  })
}

/**
 * Ways in that answer as SMTP: the same port in the other mode, and the usual ports. Nothing is sent but EHLO and
 * STARTTLS, all at once, 4 s at most. Certificates are not judged here: that is for the test that follows.
 */
export async function findDoors(
  settings: SmtpSettings,
  addresses: readonly string[],
  usual: readonly OpenDoor[],
): Promise<OpenDoor[]> {
  const address = addresses[0]
  if (!address || usual.length === 0) return []
  const sameDoor = (door: OpenDoor) =>
    door.port === settings.port && (door.security === 'tls') === (settings.security === 'tls')
  const otherMode: OpenDoor = {
    port: settings.port,
    security: settings.security === 'tls' ? 'starttls-required' : 'tls',
  }
  const doors = [otherMode, ...usual.filter(door => door.port !== settings.port)].filter(door => !sameDoor(door))
  const open = await Promise.all(doors.map(door => answers(settings, address, door)))
  return doors.filter((_, index) => open[index])
}

function answers(settings: SmtpSettings, address: string, door: OpenDoor): Promise<boolean> {
  const waitingSeconds = Math.min(settings.waitingSeconds, longestLookMs / 1000)
  const connection = new SMTPConnection(
    connectionOptions({ ...settings, ...door, address, allowSelfSigned: true, waitingSeconds }),
  )
  return new Promise<boolean>(resolve => {
    connection.on('error', () => resolve(false))
    connection.once('end', () => resolve(false))
    connection.connect(error => resolve(!error))
  }).finally(() => connection.close())
}
