/**
 * Turns many single calls into few statements: all calls made while one statement is under way (or within the same
 * turn of the event loop) go together in the next one. Each caller gets its own answer; if a statement fails, so do the
 * calls that it carried. `limit` bounds one statement; `patienceMs` waits a moment for company, where a few
 * milliseconds cost nobody anything and fewer statements spare the database; `complete` ends the wait when nobody else
 * can come.
 */
export const gather = <Input, Output>(
  run: (inputs: Input[]) => Promise<Output[]>,
  {
    limit = 200,
    patienceMs = 0,
    complete = () => false,
  }: { limit?: number; patienceMs?: number; complete?: (waiting: number) => boolean } = {},
): ((input: Input) => Promise<Output>) => {
  type Call = { input: Input; resolve: (output: Output) => void; reject: (error: unknown) => void }
  let waiting: Call[] = []
  let scheduled = false
  let timer: NodeJS.Timeout | undefined
  const later = () => {
    if (patienceMs === 0 || complete(waiting.length)) setImmediate(flush)
    else timer = setTimeout(flush, patienceMs)
  }
  const flushEarly = () => {
    if (!timer || !complete(waiting.length)) return
    clearTimeout(timer)
    timer = undefined
    setImmediate(flush)
  }

  const flush = async () => {
    timer = undefined
    const calls = waiting.slice(0, limit)
    waiting = waiting.slice(limit)
    try {
      const outputs = await run(calls.map(call => call.input))
      calls.forEach((call, index) => {
        call.resolve(outputs[index] as Output)
      })
    } catch (error) {
      for (const call of calls) call.reject(error)
    }
    if (waiting.length > 0) later()
    else scheduled = false
  }

  return input =>
    new Promise<Output>((resolve, reject) => {
      waiting.push({ input, resolve, reject })
      if (scheduled) return flushEarly()
      scheduled = true
      later()
    })
}
