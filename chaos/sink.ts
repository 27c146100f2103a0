import { createHash } from 'node:crypto'
import { createServer, type Socket } from 'node:net'
import { answerParent } from './child.ts'
import { openSinkJournal, type SinkLine } from './sink-journal.ts'

/**
 * The mail server of the chaos suite, a process of its own: `sink.ts JOURNAL PORT`. It writes each Message-ID it takes to
 * its journal, and syncs, *before* it answers 250 to the final dot, so that what it says it took can be held against what
 * the database says. Its manners are set over IPC. A small SMTP server of its own, because a test instrument that is
 * slower than what it measures measures itself.
 */
export type Manners = {
  /** Shares of RCPT commands answered 450, 421 or 550. */
  later: number
  closing: number
  never: number
  /** Shares of messages answered 451 at the dot; cut at the dot without keeping them; kept, then cut without an answer. */
  laterAtDot: number
  dropAtDot: number
  keepAndCut: number
  /** Thinks this long about each recipient: before the dot, since whoever dies after it may leave a second copy. */
  slowMs: number
  /** Says nothing for so long after the dot, and takes the message only if the client is still there. */
  silentMs: number
  /** `user:password` to ask for; the wrong one is answered 535. */
  login: string | null
  /** Keep whole messages in the journal. */
  keepRaw: boolean
  seed: number
}
export const goodManners: Manners = {
  later: 0,
  closing: 0,
  never: 0,
  laterAtDot: 0,
  dropAtDot: 0,
  keepAndCut: 0,
  slowMs: 0,
  silentMs: 0,
  login: null,
  keepRaw: false,
  seed: 1,
}

const [file = '', port = '0'] = process.argv.slice(2)
const journal = openSinkJournal(file)
const sockets = new Set<Socket>()
let manners = goodManners
let connections = 0
/** Chance here is drawn per command in the order of arrival; its seed fixes the shares, the order is the machine's. */
let draw = Math.random
const seeded = (seed: number) => {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
}

const header = (head: string, name: string) =>
  new RegExp(`^${name}:[ \\t]*((?:.|\\r\\n[ \\t])*)`, 'im').exec(head)?.[1]?.replace(/\r\n/g, '').trim() ?? null

/** One connection: reads lines until DATA, then bytes until the final dot. */
class Conversation {
  #socket: Socket
  #rest: Buffer = Buffer.alloc(0)
  #inData = false
  #rcpts: string[] = []
  #allowed = manners.login === null
  #login = ''

  constructor(socket: Socket) {
    this.#socket = socket
    this.#say('220 sink.example ESMTP')
  }

  #say(line: string) {
    if (this.#socket.writable) this.#socket.write(`${line}\r\n`)
  }

  read(chunk: Buffer) {
    this.#rest = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk
    for (;;) {
      const end = this.#inData ? this.#rest.indexOf('\r\n.\r\n') : this.#rest.indexOf('\r\n')
      if (end < 0) return
      const part = this.#rest.subarray(0, end)
      this.#rest = this.#rest.subarray(end + (this.#inData ? 5 : 2))
      if (this.#inData) {
        this.#inData = false
        void this.#take(part)
      } else this.#command(part.toString('latin1'))
    }
  }

  #command(line: string) {
    if (this.#login) return this.#loginLine(line)
    const verb = line.slice(0, 4).toUpperCase()
    switch (verb) {
      case 'EHLO':
        return this.#say(
          `250-sink.example\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n${manners.login ? '250-AUTH PLAIN\r\n' : ''}250 SIZE 50000000`,
        )
      case 'AUTH': {
        const given = line.split(' ')[2]
        if (given) return this.#loginLine(given)
        this.#login = 'PLAIN'
        return this.#say('334 ')
      }
      case 'MAIL':
        this.#rcpts = []
        return this.#say(this.#allowed ? '250 ok' : '530 5.7.0 log in first')
      case 'RCPT':
        return void setTimeout(
          () => this.#recipient(line.slice(line.indexOf('<') + 1, line.indexOf('>'))),
          manners.slowMs,
        )
      case 'DATA':
        this.#inData = this.#rcpts.length > 0
        return this.#say(this.#inData ? '354 go on' : '503 no recipient')
      case 'QUIT':
        this.#say('221 bye')
        return this.#socket.end()
      default:
        return this.#say('250 ok')
    }
  }

  #loginLine(line: string) {
    this.#login = ''
    const [, user, password] = Buffer.from(line, 'base64').toString().split('\0')
    this.#allowed = `${user}:${password}` === manners.login
    this.#say(this.#allowed ? '235 welcome' : '535 5.7.8 wrong user or password')
  }

  #recipient(address: string) {
    const drawn = draw()
    const { never, later, closing } = manners
    if (drawn < never) {
      journal.note({ kind: 'refused', at: Date.now(), id: '', to: address })
      return this.#say('550 5.1.1 no such person')
    }
    if (drawn < never + later) return this.#say('450 4.2.1 come back later')
    if (drawn < never + later + closing) {
      this.#say('421 4.3.2 closing')
      return this.#socket.end()
    }
    this.#rcpts.push(address)
    return this.#say('250 ok')
  }

  async #take(raw: Buffer) {
    const head = raw.subarray(0, raw.indexOf('\r\n\r\n')).toString('utf8')
    const line: SinkLine = {
      kind: 'taken',
      at: Date.now(),
      id: header(head, 'Message-ID') ?? '',
      to: this.#rcpts.join(','),
      headerTo: header(head, 'To'),
      copies: [header(head, 'Cc'), header(head, 'Bcc')].filter(Boolean).join(', '),
      hash: createHash('sha1').update(raw).digest('hex'),
      ...(manners.keepRaw ? { raw: raw.toString('base64') } : {}),
    }
    const drawn = draw()
    const { laterAtDot, dropAtDot, keepAndCut, silentMs } = manners
    if (silentMs > 0) await new Promise(resolve => setTimeout(resolve, silentMs))
    if (silentMs > 0 && this.#socket.destroyed) return
    if (drawn < laterAtDot) {
      journal.note({ ...line, kind: 'later' })
      return this.#say('451 4.3.0 come back later')
    }
    if (drawn < laterAtDot + dropAtDot) return this.#socket.destroy()
    // The answer is decided by the disk: what is not synced was not taken.
    await journal.take(line)
    if (drawn < laterAtDot + dropAtDot + keepAndCut) return this.#socket.destroy()
    return this.#say('250 2.0.0 taken')
  }
}

const server = createServer({ noDelay: true }, socket => {
  connections++
  sockets.add(socket)
  socket.on('close', () => sockets.delete(socket))
  socket.on('error', () => {})
  const conversation = new Conversation(socket)
  socket.on('data', chunk => conversation.read(chunk))
})

answerParent<{ manners?: Partial<Manners>; drop?: boolean; count?: boolean }>(question => {
  if (question.manners) {
    manners = { ...goodManners, ...question.manners }
    draw = seeded(manners.seed)
  }
  if (question.drop) for (const socket of sockets) socket.destroy()
  return { taken: journal.taken(), connections }
})
server.listen(Number(port), '127.0.0.1', () => {
  process.send?.({ ready: (server.address() as { port: number }).port })
})
