import type { Answer, getHealth, WatchView } from '@mailroom/contract'

export type Health = Answer<typeof getHealth>

/** Alerts beside the note on a restored backup, which says the same and can be answered. */
export const alertsOf = ({ alerts, restored }: WatchView) =>
  alerts.filter(alert => !(restored && alert.code === 'restored'))

/** What only a person can settle: the count in the top bar. A server that is away comes back by itself. */
export const countToSettle = (watch: WatchView): number =>
  alertsOf(watch).length +
  (watch.restored ? 1 : 0) +
  watch.servers.filter(server => server.state === 'paused' || server.state === 'attention').length

/** Everything that is not as it should be: the count on the Health page. */
export const countTroubles = (watch: WatchView, { parts, workers }: Health): number =>
  alertsOf(watch).length +
  (watch.restored ? 1 : 0) +
  watch.servers.filter(server => server.state !== 'ok').length +
  [parts.database, parts.queue].filter(part => part.state !== 'ok').length +
  // Without a worker nothing makes PDFs either: one trouble, not two.
  (workers.length === 0 || parts.renderer.state !== 'ok' ? 1 : 0) +
  (watch.servers.length === 0 ? 1 : 0)

/** Letters that are to leave through this server and have not. */
export const keptBy = (server: WatchView['servers'][number]): number =>
  server.waiting + server.sending + server.deferred
