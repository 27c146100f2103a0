import type { Socket } from 'node:net'
import { Writable } from 'node:stream'
import DataStream from 'nodemailer/lib/smtp-connection/data-stream'
import { expect, it, vi } from 'vitest'
import { GatedMessage } from './gated-message.ts'

/** A socket that takes writes but reports none as done until told to: the moment before the kernel has the bytes. */
class SlowSocket extends Writable {
  written = ''
  #pending: (() => void)[] = []
  #open = false

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.written += chunk.toString('latin1')
    if (this.#open) done()
    else this.#pending.push(done)
  }

  drainNow(): void {
    this.#open = true
    for (const done of this.#pending.splice(0)) done()
  }

  setTimeout(): this {
    return this
  }
}

const turns = () => new Promise(resolve => setTimeout(resolve, 20))

it('asks the gate only once the socket has finished writing, and sends the dot only after the yes', async () => {
  const socket = new SlowSocket()
  let asked = false
  let answer: (passed: boolean) => void = () => {}
  const gate = () => {
    asked = true
    return new Promise<boolean>(resolve => {
      answer = resolve
    })
  }
  const message = new GatedMessage(Buffer.from('Subject: x\r\n\r\nBonjour\r\n'), socket as unknown as Socket, gate, {
    gateMs: 5000,
    afterDotMs: 5000,
  })
  const data = new DataStream()
  data.pipe(socket, { end: false })
  message.pipe(data)
  await turns()
  expect(asked).toBe(false)
  socket.drainNow()
  await turns()
  expect(asked).toBe(true)
  expect(socket.written).toBe('Subject: x\r\n\r\nBonjour\r\n')
  answer(true)
  await turns()
  expect(message.released).toBe(true)
  expect(socket.written).toBe('Subject: x\r\n\r\nBonjour\r\n.\r\n')
})

it('does not let the dot through when it was destroyed while the gate was thinking', async () => {
  const socket = new SlowSocket()
  socket.drainNow()
  let answer: (passed: boolean) => void = () => {}
  const gate = () =>
    new Promise<boolean>(resolve => {
      answer = resolve
    })
  const message = new GatedMessage(Buffer.from('x\r\n'), socket as unknown as Socket, gate, {
    gateMs: 5000,
    afterDotMs: 5000,
  })
  const data = new DataStream()
  data.pipe(socket, { end: false })
  message.pipe(data)
  await turns()
  message.destroy()
  answer(true)
  await turns()
  expect(message.released).toBe(false)
  expect(socket.written).toBe('x\r\n')
})

/** What nodemailer alone writes, dot included. */
const writtenPlainly = (raw: Buffer): Promise<string> =>
  new Promise(resolve => {
    const plain = new DataStream()
    let written = ''
    plain.on('data', (chunk: Buffer) => (written += chunk.toString('latin1'))).on('end', () => resolve(written))
    plain.end(raw)
  })

const shapes = [
  'a\r\nb\r\n',
  'no line end',
  '.\r\n',
  'a\r\n.\r\nb',
  'a\r\n..b\r\n',
  'bare\rreturn\r\n',
  'bare\r.\rreturn',
  'bare\nfeed\r\n',
  '\nfirst',
  'a\n.\nb',
  'ends with a return\r',
  '',
]
const long = `${'x'.repeat(70)}\r\n`.repeat(3000)
// Short ones go through nodemailer's loop, long ones past it unless they need it.
it.each([...shapes, ...shapes.map(shape => long + shape), ...shapes.map(shape => shape + long)])(
  'writes to the server what nodemailer itself would (shape %#)',
  async text => {
    const socket = new SlowSocket()
    socket.drainNow()
    const message = new GatedMessage(Buffer.from(text), socket as unknown as Socket, async () => true, {
      gateMs: 5000,
      afterDotMs: 5000,
    })
    const data = new DataStream()
    data.pipe(socket, { end: false })
    message.pipe(data)
    await vi.waitUntil(() => message.released)
    await turns()
    expect(socket.written).toBe(await writtenPlainly(Buffer.from(text)))
  },
)
