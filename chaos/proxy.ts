import { connect, createServer, type Server, type Socket } from 'node:net'
import { answerParent } from './child.ts'

/**
 * The network of the chaos suite, a process of its own: everything between Mailroom and SMTP, Postgres or Redis passes
 * through a lane of this proxy, where it can be cut. Over IPC: `open` a lane, set its weather.
 */
export type Weather = {
  /** No connection comes through, and those that exist are reset. */
  down?: boolean
  /** Milliseconds by which each chunk is late, in both directions. */
  slowMs?: number
  /** Lets the next N final dots of SMTP through to the server, then cuts the connection before the answer. */
  cutAfterDot?: number
}
type Lane = { server: Server; sockets: Set<Socket>; weather: Weather; connections: number; refused: number }

const lanes = new Map<string, Lane>()
const dot = Buffer.from('\r\n.\r\n')

const pump = (lane: Lane, from: Socket, to: Socket, onChunk?: (chunk: Buffer) => boolean) => {
  from.on('data', chunk => {
    const cut = onChunk?.(chunk) ?? false
    const { slowMs = 0 } = lane.weather
    const pass = () => {
      if (!to.destroyed && !to.write(chunk)) {
        from.pause()
        to.once('drain', () => from.resume())
      }
    }
    // Equal delays keep the order: timers of the same length fire as they were set.
    if (slowMs > 0) setTimeout(pass, slowMs)
    else pass()
    if (cut) from.resetAndDestroy()
  })
  from.on('end', () => to.end())
  from.on('error', () => to.destroy())
  from.on('close', () => setTimeout(() => to.destroy(), 50))
}

const join = (lane: Lane, client: Socket, target: number) => {
  lane.connections++
  if (lane.weather.down) {
    lane.refused++
    client.resetAndDestroy()
    return
  }
  const upstream = connect({ port: target, host: '127.0.0.1', noDelay: true })
  for (const socket of [client, upstream]) {
    lane.sockets.add(socket)
    socket.on('close', () => lane.sockets.delete(socket))
  }
  let tail = Buffer.alloc(0)
  const seesDot = (chunk: Buffer) => {
    if (!lane.weather.cutAfterDot) return false
    const seen = Buffer.concat([tail, chunk])
    tail = Buffer.from(seen.subarray(-4))
    if (!seen.includes(dot)) return false
    lane.weather.cutAfterDot--
    return true
  }
  pump(lane, client, upstream, seesDot)
  pump(lane, upstream, client)
}

const openLane = (name: string, target: number) =>
  new Promise<number>((resolve, reject) => {
    const lane: Lane = { server: createServer(), sockets: new Set(), weather: {}, connections: 0, refused: 0 }
    lane.server = createServer({ noDelay: true }, client => join(lane, client, target))
    lane.server.once('error', reject)
    lane.server.listen(0, '127.0.0.1', () => resolve((lane.server.address() as { port: number }).port))
    lanes.set(name, lane)
  })

type Question = { open?: { name: string; target: number }; lane?: string; weather?: Weather; reset?: boolean }
answerParent<Question>(question => {
  if (question.open) return openLane(question.open.name, question.open.target)
  const lane = lanes.get(question.lane ?? '')
  if (!lane) return null
  if (question.weather) lane.weather = { ...question.weather }
  if (question.reset || question.weather?.down) for (const socket of lane.sockets) socket.resetAndDestroy()
  return { connections: lane.connections, refused: lane.refused, open: lane.sockets.size }
})
process.send?.({ ready: true })
