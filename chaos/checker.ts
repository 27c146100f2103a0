import type { Promised } from './load.ts'
import type { SinkLine } from './sink-journal.ts'

/** A message as the database knows it. */
export type Row = {
  dispatchId: string
  headerId: string
  to: string
  state: string
  reason: string | null
}

/** What the three witnesses say when they are held against each other. All but `letters` and `copies` should be 0. */
export type Findings = {
  letters: number
  /** Promised by the API, and neither with the mail server nor in a state that says honestly why not. */
  lost: number
  /** Letters of which the sink took more than one copy. */
  duplicates: number
  /** Duplicates that the office is not told about. */
  unannounced: number
  /** "Accepted" in the database, never taken by the sink. */
  falselyAccepted: number
  /** Still under way after everything was healed and time enough had passed. */
  stuck: number
  /** Most copies of one letter. */
  copies: number
  /** Nobody knows whether they arrived, and a person is asked. */
  undecided: number
  /** Taken by the sink, unknown to the database. */
  strangers: number
  /** For a person to read: the first few of each kind. */
  examples: string[]
}

/** States in which nothing more happens until a person acts, and which say so. */
const honest = new Set(['held', 'cancelled', 'prepare_failed', 'needs_decision', 'bounced'])
const underWay = new Set(['scheduled', 'preparing', 'ready', 'sending', 'deferred'])

/** How many copies of each Message-ID the sink took, and whose recipients it refused for good. */
const readWitness = (sink: readonly SinkLine[]) => {
  const copies = new Map<string, number>()
  const refused = new Set<string>()
  for (const line of sink) {
    if (line.kind === 'taken') copies.set(line.id, (copies.get(line.id) ?? 0) + 1)
    if (line.kind === 'refused') refused.add(line.to)
  }
  return { copies, refused }
}

type Verdict = 'fine' | 'lost' | 'falselyAccepted' | 'stuck'
const judgeRow = (row: Row, copies: number, refused: ReadonlySet<string>): Verdict => {
  if (row.state === 'accepted') return copies > 0 ? 'fine' : 'falselyAccepted'
  if (underWay.has(row.state)) return 'stuck'
  if (honest.has(row.state)) return 'fine'
  // "Failed" is honest only if the server really said so; "unknown" only if there is at least one copy.
  if (row.state === 'failed') return copies > 0 || refused.has(row.to) ? 'fine' : 'lost'
  return copies > 0 ? 'fine' : 'lost'
}

const isAnnounced = (row: Row) =>
  row.reason === 'possibly-twice' || row.reason === 'no-answer-twice' || row.state === 'unknown'

/**
 * Holds the API's answers, the database's rows and the sink's journal against each other. Pure, so that its own test can
 * plant each fault and see it found.
 */
export const compare = (promised: readonly Promised[], rows: readonly Row[], sink: readonly SinkLine[]): Findings => {
  const { copies, refused } = readWitness(sink)
  const found: Findings = {
    ...{ letters: 0, lost: 0, duplicates: 0, unannounced: 0, falselyAccepted: 0, stuck: 0, copies: 0 },
    ...{ strangers: 0, undecided: 0 },
    examples: [],
  }
  const note = (kind: keyof Omit<Findings, 'examples'>, count: number, words: string) => {
    found[kind] += count
    if (found.examples.filter(one => one.startsWith(kind)).length < 3) found.examples.push(`${kind}: ${words}`)
  }
  const perDispatch = new Map<string, number>()
  for (const row of rows) {
    perDispatch.set(row.dispatchId, (perDispatch.get(row.dispatchId) ?? 0) + 1)
    const taken = copies.get(row.headerId) ?? 0
    found.copies = Math.max(found.copies, taken)
    const verdict = judgeRow(row, taken, refused)
    const words = `${row.headerId} ${row.state}/${row.reason}, ${taken} in the sink`
    if (verdict !== 'fine') note(verdict, 1, words)
    if (row.reason === 'no-answer-twice') note('undecided', 1, words)
    if (taken > 1) note('duplicates', 1, words)
    if (taken > 1 && !isAnnounced(row)) note('unannounced', 1, words)
  }
  for (const { id, letters } of promised) {
    found.letters += letters
    const missing = letters - (perDispatch.get(id) ?? 0)
    if (missing > 0) note('lost', missing, `${missing} rows of dispatch ${id} are not in the database`)
  }
  const known = new Set(rows.map(row => row.headerId))
  for (const id of copies.keys()) if (!known.has(id)) note('strangers', 1, id)
  return found
}

/**
 * The guarantees G3 to G5 as one yes or no. `allowedDuplicates` is a share of the letters. A person may be asked about one
 * in a thousand, where two tries had no answer; an engine that asks about more has not tried to know.
 */
export const isClean = (found: Findings, allowedDuplicates = 0.01): boolean =>
  found.lost + found.unannounced + found.falselyAccepted + found.stuck + found.strangers === 0 &&
  found.duplicates <= found.letters * allowedDuplicates &&
  found.copies <= 2 &&
  found.undecided <= Math.max(1, found.letters / 1000)
