import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { selfSigned } from './certificate.ts'

/** What the server does at one point: says a line, stays silent, or cuts the connection. */
type Move = string | 'silent' | 'drop' | ((connection: number) => string)

export type Script = {
  greeting?: Move
  ehlo?: Move
  mail?: Move
  rcpt?: Move
  data?: Move
  /** Said in the middle of the message, before its dot. */
  early?: Move
  dot?: Move
  auth?: Move
  rset?: Move
  /** TLS from the first byte. */
  tls?: boolean
}

/** A server that follows a script, so that each odd behaviour is one line of a test. */
export class ScriptedServer {
  /** Every message whose final dot arrived, dot-unstuffed, without the dot. */
  readonly taken: string[] = []
  /** Every command line, in order. */
  readonly commands: string[] = []
  connections = 0
  /** Bytes of message text received, complete or not. */
  dataBytes = 0
  port = 0
  #server: Server
  #sockets = new Set<Socket>()
  #script: Script

  constructor(script: Script) {
    this.#script = script
    const onSocket = (socket: Socket) => this.#serve(socket)
    this.#server = script.tls ? createTlsServer(selfSigned, onSocket) : createServer(onSocket)
    this.#server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket)
      socket.on('close', () => this.#sockets.delete(socket))
    })
  }

  async start(): Promise<this> {
    await new Promise<void>(resolve => this.#server.listen(0, '127.0.0.1', resolve))
    const address = this.#server.address()
    this.port = typeof address === 'object' && address ? address.port : 0
    return this
  }

  /** Cuts every connection that is open now. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  async stop(): Promise<void> {
    this.cut()
    await new Promise(resolve => this.#server.close(resolve))
  }

  #serve(socket: Socket): void {
    const id = ++this.connections
    let buffer = ''
    let inData = false
    let body = ''
    const act = (move: Move | undefined, usual: string) => {
      const said = typeof move === 'function' ? move(id) : (move ?? usual)
      if (said === 'drop') socket.destroy()
      else if (said !== 'silent') socket.write(`${said}\r\n`)
      return said
    }
    const onCommand = (line: string) => {
      this.commands.push(line)
      const s = this.#script
      if (/^EHLO/i.test(line)) act(s.ehlo, '250 scripted')
      else if (/^AUTH/i.test(line)) act(s.auth, '235 2.7.0 welcome')
      else if (/^MAIL/i.test(line)) act(s.mail, '250 2.1.0 ok')
      else if (/^RCPT/i.test(line)) act(s.rcpt, '250 2.1.5 ok')
      else if (/^DATA/i.test(line)) {
        inData = act(s.data, '354 go on').startsWith('3')
        if (inData && s.early) act(s.early, '')
      } else if (/^RSET/i.test(line)) act(s.rset, '250 2.0.0 ok')
      else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n')
      else act(undefined, '502 unknown command')
    }
    const onLine = (line: string) => {
      if (!inData) return onCommand(line)
      if (line === '.') {
        inData = false
        this.taken.push(body)
        body = ''
        act(this.#script.dot, '250 2.0.0 taken')
      } else {
        this.dataBytes += line.length + 2
        body += `${line.replace(/^\./, '')}\r\n`
      }
    }
    socket.on('error', () => socket.destroy())
    socket.on('data', chunk => {
      buffer += chunk.toString('binary')
      const lines = buffer.split('\r\n')
      buffer = lines.pop() ?? ''
      for (const line of lines) onLine(line)
    })
    act(this.#script.greeting, '220 scripted ready')
  }
}
