import type { Socket } from 'node:net'
import { Readable } from 'node:stream'
import type DataStream from 'nodemailer/lib/smtp-connection/data-stream'

const chunkBytes = 64 * 1024
const nothing = Buffer.alloc(0)

export type GateWaits = {
  /** Longest wait for the gate's own answer. */
  gateMs: number
  /** Longest wait for the server's answer after the dot. */
  afterDotMs: number
}

/**
 * A message that ends only when the gate says so. nodemailer's DataStream writes the final dot when its source ends,
 * so this source holds its end back: (1) the last byte has left DataStream, (2) the socket has taken it, (3) `gate()`
 * said true, and only then the end, hence the dot. A plain stream is read ahead and would ask the gate while the
 * message is still in memory. Destroyed = the dot is never written.
 */
export class GatedMessage extends Readable {
  /** The dot was let through: from here on the server may have taken the message. */
  released = false
  /** The gate answered no, threw or did not answer in time. */
  refused = false
  /** performance.now() at the question to the gate, and at its yes. */
  askedAt = 0
  releasedAt = 0
  #raw: Buffer
  #offset = 0
  #seen = 0
  #asked = false
  #sink: DataStream | undefined
  #socket: Socket
  #gate: () => Promise<boolean>
  #waits: GateWaits

  constructor(raw: Buffer, socket: Socket, gate: () => Promise<boolean>, waits: GateWaits) {
    super({ highWaterMark: chunkBytes })
    this.#raw = raw
    this.#socket = socket
    this.#gate = gate
    this.#waits = waits
  }

  override pipe<T extends NodeJS.WritableStream>(destination: T, options?: { end?: boolean }): T {
    const sink = destination as unknown as DataStream
    this.#sink = sink
    // After nodemailer's own listener: what is counted here has been written to the socket.
    sink.on('data', (chunk: Buffer) => {
      this.#seen += chunk.length
      this.#askWhenWritten()
    })
    return super.pipe(destination, options)
  }

  override _read(): void {
    if (this.#offset >= this.#raw.length) {
      this.#askWhenWritten()
      return
    }
    const end = this.#offset + chunkBytes
    const chunk = this.#raw.subarray(this.#offset, end)
    this.#offset = end
    this.push(chunk)
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
    this.push(null)
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
