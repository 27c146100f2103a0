import { type Answer, type TestEvent, testSending } from '@mailroom/contract'
import { useCallback, useEffect, useRef, useState } from 'react'
import { stream } from '../../lib/api.ts'
import { type ApiError, asApiError } from '../../lib/api-error.ts'
import { type SendingDraft, serverOf } from './sending-draft.ts'

export type TestStep = Extract<TestEvent, { type: 'step' }>
export type TestResult = Extract<TestEvent, { type: 'done' }>

export interface SendingTest {
  running: boolean
  steps: TestStep[]
  result: TestResult | null
  error: ApiError | null
  run: (to: string, draft: SendingDraft) => void
  stop: () => void
}

/** Runs the test of the unsaved form and lights the steps up as the server reports them. */
export function useSendingTest(): SendingTest {
  const [running, setRunning] = useState(false)
  const [steps, setSteps] = useState<TestStep[]>([])
  const [result, setResult] = useState<TestResult | null>(null)
  const [error, setError] = useState<ApiError | null>(null)
  const abort = useRef<AbortController | null>(null)
  useEffect(() => () => abort.current?.abort(), [])

  const take = useCallback((event: Answer<typeof testSending>) => {
    if (event.type === 'done') return setResult(event)
    // A step reports twice, when it starts and when it ends: the later report takes the place of the first.
    setSteps(now => [...now.filter(step => step.step !== event.step), event])
  }, [])

  const run = useCallback(
    (to: string, draft: SendingDraft) => {
      abort.current?.abort()
      const controller = new AbortController()
      abort.current = controller
      setRunning(true)
      setSteps([])
      setResult(null)
      setError(null)
      const body = {
        to,
        senderName: draft.senderName,
        defaultSenderAddress: draft.defaultSenderAddress,
        server: serverOf(draft),
      }
      void readTest(body, controller, take)
        .catch((reason: unknown) => {
          if (!controller.signal.aborted) setError(asApiError(reason))
        })
        .finally(() => {
          if (abort.current === controller) setRunning(false)
        })
    },
    [take],
  )
  const stop = useCallback(() => {
    abort.current?.abort()
    setRunning(false)
  }, [])
  return { running, steps, result, error, run, stop }
}

type TestBody = Parameters<typeof stream<typeof testSending>>[1]['body']

async function readTest(body: TestBody, controller: AbortController, take: (event: TestEvent) => void): Promise<void> {
  for await (const event of stream(testSending, { body }, { signal: controller.signal })) {
    if (controller.signal.aborted) return
    take(event)
  }
}
