/** Connections that one of several workers may open, so that together they keep to what the server allows. */
export const shareOf = (connections: number, workers: number, concurrency: number): number =>
  Math.max(1, Math.min(Math.floor(connections / workers), concurrency))

/** Seconds of work that a window holds: what an urgent letter waits for at most behind the others. */
const windowSeconds = 0.3
/**
 * How many messages may be under way at once on a server: twice its connections, or a third of a second's work of a
 * fast one (`pace`: messages per second seen lately), so that refilling never stalls it and an urgent letter still
 * passes at once; less while the server recovers.
 */
export const windowOf = (
  server: { connections: number; ramp: number; probing?: boolean },
  concurrency: number,
  pace: number,
): number => {
  if (server.probing) return 1
  const connections = Math.min(server.connections, concurrency)
  return Math.max(1, Math.min(Math.max(2 * connections, Math.min(pace * windowSeconds, 20 * connections)), server.ramp))
}
