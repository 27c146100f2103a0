import type { ReasonCode } from './outcome.ts'

export type TestStep = 'dns' | 'connect' | 'greeting' | 'tls' | 'login' | 'sender' | 'recipient' | 'data'

export type StepDetail = { code: string; values: Record<string, string | number> }

export type StepReport = {
  step: TestStep
  state: 'running' | 'ok' | 'failed' | 'skipped'
  /** Duration, whole milliseconds; absent while running and when skipped. */
  ms?: number
  /** A sentence to translate. A failed step's code is the ReasonCode. */
  detail: StepDetail
  /** The server's words, tidied. */
  reply?: string
}

export const testSteps: readonly TestStep[] = [
  'dns',
  'connect',
  'greeting',
  'tls',
  'login',
  'sender',
  'recipient',
  'data',
]

/** Reports each step once it starts and once it ends, in the order in which things really happen. */
export class StepLog {
  /** The last report of each step. */
  readonly reports = new Map<TestStep, StepReport>()
  #started = new Map<TestStep, number>()
  #tell: (report: StepReport) => void

  constructor(tell: (report: StepReport) => void) {
    this.#tell = tell
  }

  get running(): TestStep | undefined {
    return testSteps.findLast(step => this.reports.get(step)?.state === 'running')
  }

  start(step: TestStep, values: StepDetail['values'] = {}): void {
    this.#started.set(step, performance.now())
    this.#report({ step, state: 'running', detail: { code: `${step}-running`, values } })
  }

  ok(step: TestStep, code: string, values: StepDetail['values'] = {}, reply?: string): void {
    this.#end({ step, state: 'ok', detail: { code, values }, ...(reply ? { reply } : {}) })
  }

  skip(step: TestStep, code: string): void {
    this.#report({ step, state: 'skipped', detail: { code, values: {} } })
  }

  fail(step: TestStep, reason: ReasonCode, values: StepDetail['values'], reply?: string): void {
    this.#end({ step, state: 'failed', detail: { code: reason, values }, ...(reply ? { reply } : {}) })
  }

  /** After a failure: steps never reached are skipped, other running ones too. */
  skipRest(): void {
    for (const step of testSteps) {
      const state = this.reports.get(step)?.state
      if (state === undefined || state === 'running') this.skip(step, 'not-reached')
    }
  }

  list(): StepReport[] {
    return testSteps.flatMap(step => this.reports.get(step) ?? [])
  }

  #end(report: StepReport): void {
    this.#report({
      ...report,
      ms: Math.round(performance.now() - (this.#started.get(report.step) ?? performance.now())),
    })
  }

  #report(report: StepReport): void {
    this.reports.set(report.step, report)
    this.#tell(report)
  }
}
