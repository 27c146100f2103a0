import { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import type { Readable } from 'node:stream'
import type DataStream from 'nodemailer/lib/smtp-connection/data-stream'

const chunkBytes = 64 * 1024
const nothing = Buffer.alloc(0)
/** Bytes. A short message is through DataStream's loop before we have looked. */
const worthLooking = 4096
/** What DataStream changes on the way: a dot that begins a line (RFC 5321 §4.5.2), a bare CR, a bare LF. */
const changed = /^\.|\n\.|\r(?!\n)|(?<!\r)\n/

/**
 * DataStream looks at each byte, 160 µs for a letter with its PDF; base64 needs no change, and a regular expression sees
 * that in 8 µs. The final dot stays its own.
 */
const passAsItIs = (sink: DataStream): void => {
  sink._transform = (chunk, _encoding, done) => {
    const bytes = chunk as Buffer
    sink.inByteCount += bytes.length
    sink.outByteCount += bytes.length
    sink.lastByte = bytes[bytes.length - 1] ?? false
    done(null, bytes)
  }
}

export type GateWaits = {
  /** Longest wait for the gate's own answer. */
  gateMs: number
  /** Longest wait for the server's answer after the dot. */
  afterDotMs: number
}

/**
 * A message that ends only when the gate says so. nodemailer's DataStream writes the final dot when its source ends,
 * so this source holds its end back: (1) the last byte has left DataStream, (2) the socket has taken it, (3) `gate()`
 * said true, and only then the end, hence the dot. Not a stream: one is read ahead and would ask the gate while the
 * message is still in memory, and nodemailer wants `pipe`, `on` and `destroy` alone. Destroyed = the dot is never written.
 */
export class GatedMessage extends EventEmitter {
  /** The dot was let through: from here on the server may have taken the message. */
  released = false
  /** The gate answered no, threw or did not answer in time. */
  refused = false
  /** performance.now() at the question to the gate, and at its yes. */
  askedAt = 0
  releasedAt = 0
  /** nodemailer has come to the message: the server waits for its bytes. */
  begun = false
  destroyed = false
  #raw: Buffer
  #offset = 0
  #seen = 0
  #asked = false
  #sink: DataStream | undefined
  #socket: Socket
  #gate: () => Promise<boolean>
  #waits: GateWaits

  constructor(raw: Buffer, socket: Socket, gate: () => Promise<boolean>, waits: GateWaits) {
    super()
    this.#raw = raw
    this.#socket = socket
    this.#gate = gate
    this.#waits = waits
  }

  /** For nodemailer's types, which ask for more than it uses. */
  asReadable(): Readable {
    return this as unknown as Readable
  }

  pipe(sink: DataStream): DataStream {
    this.#sink = sink
    this.begun = true
    if (this.#raw.length > worthLooking && !changed.test(this.#raw.toString('latin1'))) passAsItIs(sink)
    // After nodemailer's own listener: what is counted here has been written to the socket.
    sink.on('data', (chunk: Buffer) => {
      this.#seen += chunk.length
      this.#askWhenWritten()
    })
    this.#writeOn(sink)
    return sink
  }

  /** The end of the message is never written; an `error` says why. */
  destroy(error?: Error): void {
    if (this.destroyed) return
    this.destroyed = true
    if (error) this.emit('error', error)
  }

  #writeOn(sink: DataStream): void {
    while (this.#offset < this.#raw.length && !this.destroyed) {
      const end = this.#offset + chunkBytes
      const chunk = this.#raw.subarray(this.#offset, end)
      this.#offset = end
      if (sink.write(chunk)) continue
      sink.once('drain', () => this.#writeOn(sink))
      return
    }
    this.#askWhenWritten()
  }

  #askWhenWritten(): void {
    const sink = this.#sink
    if (!sink || this.#asked || this.destroyed) return
    if (sink.inByteCount < this.#raw.length || this.#seen < sink.outByteCount) return
    this.#asked = true
    if (this.#socket.writableLength === 0) void this.#ask()
    // Writes are finished in order, so an empty one tells when everything before it has left.
    else this.#socket.write(nothing, () => void this.#ask())
  }

  async #ask(): Promise<void> {
    if (this.destroyed) return
    this.askedAt = performance.now()
    // Our own database's slowness must not be counted as the server's.
    this.#socket.setTimeout(0)
    const passed = await this.#answerInTime()
    if (this.destroyed) return
    if (!passed) {
      this.refused = true
      this.destroy(new Error('gate refused'))
      return
    }
    this.released = true
    this.releasedAt = performance.now()
    this.#socket.setTimeout(this.#waits.afterDotMs)
    this.#sink?.end()
  }

  async #answerInTime(): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<false>(resolve => {
      timer = setTimeout(resolve, this.#waits.gateMs, false)
    })
    try {
      return (await Promise.race([this.#gate(), late])) === true
    } catch {
      // A gate that cannot answer (Postgres away) is a no: certainly not delivered beats perhaps twice.
      return false
    } finally {
      clearTimeout(timer)
    }
  }
}
