import { AggregatorRegistry, Counter, Histogram, type MetricObject, Registry } from 'prom-client'

/**
 * What a process counts and times. Workers have no port of their own: they put a snapshot into their heartbeat, and the
 * API process shows them all at `/metrics`, each under its worker's name. No label ever names a person.
 */
export type Metrics = {
  /** Outcomes of attempts by class (RELIABILITY §4). */
  outcomes: Counter<'class'>
  /** Seconds that a message spent: `queue` for a connection, `connect`, `gate`, `answer` after the dot, `total`. */
  smtp: Histogram<'step'>
  /** Seconds to render one letter as PDF. */
  render: Histogram
  /** Everything so far, as plain objects. */
  snapshot: (worker: string) => Promise<MetricObject[]>
}

export const createMetrics = (): Metrics => {
  const registry = new Registry()
  const registers = [registry]
  return {
    outcomes: new Counter({
      name: 'mailroom_attempts_total',
      help: 'Attempts to hand a message to a mail server, by the class of their outcome',
      labelNames: ['class'],
      registers,
    }),
    smtp: new Histogram({
      name: 'mailroom_smtp_seconds',
      help: 'Where the time of an attempt went',
      labelNames: ['step'],
      buckets: [0.001, 0.005, 0.025, 0.1, 0.5, 2, 10, 60, 600],
      registers,
    }),
    render: new Histogram({
      name: 'mailroom_render_seconds',
      help: 'Rendering one letter as PDF',
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30],
      registers,
    }),
    snapshot: worker => {
      registry.setDefaultLabels({ worker })
      return registry.getMetricsAsJSON()
    },
  }
}

/** Snapshots of several processes as one page in Prometheus' text format. */
export const mergeSnapshots = (snapshots: MetricObject[][]): Promise<string> =>
  AggregatorRegistry.aggregate(snapshots).metrics()
