import { type Language, type PersonKind, sayError } from '@mailroom/contract'
import { parseAddress } from '@mailroom/mailer'
import type {
  Directory,
  EnrolmentDraft,
  GuardianshipDraft,
  Known,
  KnownPerson,
  Origin,
  PersonDraft,
  Postal,
} from '../directory/rules.ts'
import type { Matches, Plan } from '../planning/rules.ts'
import { countryCode, type EmailFact, fold } from '../rules.ts'

/** Something to tell about a line: a code and its values; said in words when it is read (imports/words.ts). */
export type Note = { code: string; values?: Record<string, string> }
/** A line that brings a person; a quiet one only names somebody and is told when it changes them. */
export type Line = Origin & { name: string; key: string; notes: Note[]; quiet?: boolean }
/** A line, or a part of one, that is left out. */
export type Refusal = Origin & { name: string; note: Note }
/** What a file says, before it is compared with the lists. */
export type Parsed = { directory: Directory; lines: Line[]; refusals: Refusal[] }

export type Outcome = 'created' | 'updated' | 'unchanged' | 'retired' | 'refused'
export type PreviewRow = Origin & { name: string; outcome: Outcome; reason: Note | null; changes: Note[] }
export type Counts = Record<Outcome, number>

// biome-ignore lint/suspicious/noControlCharactersInRegex: taking them out is the purpose
const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g
/** One line of text as lists keep it: control characters and line breaks become spaces. */
export const oneLine = (text: string, longest = 200): string =>
  text.replace(controls, ' ').replace(/\s+/g, ' ').trim().slice(0, longest).toWellFormed().trim()

const nothing = new Set(['-', '--', '/', 'n/a', 'na', 'null', 'néant', 'neant', 'aucun', 'aucune', 'none', 'x'])
/** A cell that says something: "néant" and "n/a" do not. */
export const meaningful = (text: string): string => (nothing.has(oneLine(text).toLowerCase()) ? '' : oneLine(text))

/**
 * Addresses of one cell. What is no address is kept as an invalid one, so that the person turns up under "Addresses to
 * complete" with the text to correct; it is never used for sending.
 */
export const readEmails = (cells: readonly string[]): { emails: EmailFact[]; notes: Note[] } => {
  const typed = cells
    .flatMap(cell => (cell.split('@').length > 2 ? cell.split(/[;,\s]+/) : [cell]))
    .map(meaningful)
    .filter(Boolean)
  const emails: EmailFact[] = []
  const notes: Note[] = []
  for (const text of typed) {
    const parsed = parseAddress(text)
    const address = parsed.ok ? parsed.address.toLowerCase() : text.slice(0, 320)
    if (emails.some(one => one.address === address)) continue
    emails.push({ address, state: parsed.ok ? 'ok' : 'invalid' })
    if (!parsed.ok) notes.push({ code: 'EMAIL_INVALID', values: { value: text.slice(0, 60) } })
  }
  return { emails, notes }
}

const real = (year: number, month: number, day: number): string | null => {
  const date = new Date(Date.UTC(year, month - 1, day))
  const same = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return same && year > 1900 && year < 2100 ? date.toISOString().slice(0, 10) : null
}
/** ISO, or day first as in Europe; null for what is no date. */
export const readDate = (text: string): string | null => {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$/.exec(text)
  if (iso) return real(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const european = /^(\d{1,2})[./\- ](\d{1,2})[./\- ](\d{4})$/.exec(text)
  return european ? real(Number(european[3]), Number(european[2]), Number(european[1])) : null
}

export const readLanguage = (text: string): 'en' | 'fr' | null => {
  const plain = fold(text)
  if (/^(fr|fra|fre|french|francais|francaise)\b/.test(plain)) return 'fr'
  return /^(en|eng|english|anglais|anglaise|gb|uk)\b/.test(plain) ? 'en' : null
}

export const readFlag = (text: string): boolean | null => {
  const plain = fold(text)
  if (['1', 'oui', 'o', 'yes', 'y', 'true', 'vrai', 'x', 'ok'].includes(plain)) return true
  return ['0', 'non', 'n', 'no', 'false', 'faux'].includes(plain) ? false : null
}

/** Postal lines of cells, which may hold line breaks; at most six. Undefined when there is no street and no town. */
export const readPostal = (cells: {
  lines: readonly string[]
  postcode?: string
  city?: string
  country?: string
}): Postal | undefined => {
  const lines = cells.lines
    .flatMap(cell => cell.split(/\r\n|\n|\r/))
    .map(meaningful)
    .filter(Boolean)
    .slice(0, 6)
  const [postcode, city] = [oneLine(cells.postcode ?? '', 20), oneLine(cells.city ?? '', 100)]
  if (lines.length === 0 && !city) return undefined
  return { lines, postcode, city, country: countryCode(oneLine(cells.country ?? '', 60)) }
}

/** The name to show for a line. */
export const nameOf = (person: { surname: string; givenName: string; identifier?: string | null }): string =>
  `${person.surname} ${person.givenName}`.trim() || person.identifier || '?'

const identity = (one: { source: string; kind: string; identifier: string | null }) =>
  JSON.stringify([one.source, one.kind, one.identifier])
const asReference = (key: string, known: KnownPerson): PersonDraft => ({
  key,
  kind: known.kind,
  source: known.source,
  identifier: known.identifier,
  surname: known.surname,
  givenName: known.givenName,
  retired: known.retired,
})

/**
 * Ties to people and classes that the file does not hold but the lists do (a delta) are found there; the others are
 * refused, one by one. Keys are `kind:identifier` and `class:identifier`.
 */
export const resolveReferences = (parsed: Parsed, known: Known, source: string): Parsed => {
  const { directory } = parsed
  const keys = new Set(directory.people.map(one => one.key))
  const classes = new Map(directory.classes.map(one => [one.key, one]))
  const refused = new Set(parsed.refusals.flatMap(one => one.note.values?.id ?? []))
  const byIdentity = new Map(known.people.map(one => [identity(one), one]))
  const added = new Map<string, PersonDraft>()
  const lines: Line[] = []
  const hasPerson = (key: string, origin: Origin | undefined): boolean => {
    if (keys.has(key) || added.has(key)) return true
    const [kind = '', ...rest] = key.split(':')
    const found = byIdentity.get(identity({ source, kind, identifier: rest.join(':') }))
    if (found) {
      added.set(key, asReference(key, found))
      if (origin) lines.push({ ...origin, key, name: nameOf(found), notes: [], quiet: true })
    }
    return found !== undefined
  }
  const hasClass = (key: string): boolean => {
    if (classes.has(key)) return true
    const found = known.classes.find(one => one.source.startsWith(source) && `class:${one.identifier}` === key)
    if (found) classes.set(key, { ...found, key, identifier: found.identifier })
    return found !== undefined
  }
  const refusals: Refusal[] = []
  const refuse = (origin: Origin | undefined, code: string, key: string) => {
    const id = key.slice(key.indexOf(':') + 1)
    // Who was refused on a line of their own is not refused again for every tie.
    if (origin && !refused.has(id)) refusals.push({ ...origin, name: id, note: { code, values: { value: id } } })
    return false
  }
  const enrolments = directory.enrolments.filter(
    (one: EnrolmentDraft) =>
      (hasPerson(one.person, one.origin) || refuse(one.origin, 'USER_UNKNOWN', one.person)) &&
      (hasClass(one.class) || refuse(one.origin, 'CLASS_UNKNOWN', one.class)),
  )
  const guardianships = directory.guardianships.filter(
    (one: GuardianshipDraft) =>
      (hasPerson(one.student, one.origin) || refuse(one.origin, 'STUDENT_UNKNOWN', one.student)) &&
      (hasPerson(one.guardian, one.origin) || refuse(one.origin, 'GUARDIAN_UNKNOWN', one.guardian)),
  )
  const people = [...directory.people, ...added.values()]
  return {
    ...parsed,
    directory: { ...directory, people, classes: [...classes.values()], enrolments, guardianships },
    lines: [...parsed.lines, ...lines],
    refusals: [...parsed.refusals, ...refusals],
  }
}

/**
 * Rows of the preview in the order of the file, and numbers by outcome. New people without a name are refused here: only
 * the comparison shows that they are new.
 */
export const previewRows = (
  parsed: Parsed,
  plan: Plan,
): {
  rows: PreviewRow[]
  counts: Counts
  perKind: { kind: PersonKind; created: number; updated: number; unchanged: number }[]
} => {
  const planned = new Map(plan.people.map(one => [one.key, one]))
  const place = (line: Origin) => `${line.file}:${line.line}`
  const told = new Set(parsed.lines.filter(line => planned.has(line.key)).map(place))
  // A line may stand for several kinds of one person: it is told once if it changes none of them.
  const spoken = parsed.lines.filter(line => !line.quiet || planned.get(line.key)?.outcome === 'updated')
  const lines = spoken.filter(line => planned.has(line.key) || (!told.has(place(line)) && told.add(place(line))))
  const rows: PreviewRow[] = lines.map(({ key, notes, quiet: _, ...line }) => {
    const person = planned.get(key)
    const changes = (person?.changes ?? []).map(change => ({
      code: 'CHANGE',
      values: { field: change.field, from: change.from, to: change.to },
    }))
    return {
      ...line,
      name: line.name || (person ? nameOf(person.record) : '?'),
      outcome: person?.outcome ?? 'unchanged',
      reason: null,
      changes: [...notes, ...changes],
    }
  })
  rows.push(
    ...parsed.refusals.map(({ note, ...line }) => ({
      ...line,
      outcome: 'refused' as const,
      reason: note,
      changes: [],
    })),
  )
  rows.sort((a, b) => a.line - b.line)
  const counts: Counts = { created: 0, updated: 0, unchanged: 0, retired: 0, refused: 0 }
  for (const row of rows) counts[row.outcome] += 1
  const named = new Set(lines.map(line => line.key))
  const people = plan.people.filter(one => named.has(one.key))
  const kinds = [...new Set(people.map(one => one.record.kind))]
  const perKind = kinds.map(kind => {
    const count = (outcome: string) => people.filter(one => one.record.kind === kind && one.outcome === outcome).length
    return { kind, created: count('created'), updated: count('updated'), unchanged: count('unchanged') }
  })
  return { rows, counts, perKind }
}

/** Leaves out new people who would have no name, with all their ties. */
export const withoutNameless = (parsed: Parsed, matches: Matches): Parsed => {
  const nameless = new Set(
    parsed.directory.people
      .filter(one => one.surname === '' && !one.retired && !matches.has(one.key))
      .map(one => one.key),
  )
  if (nameless.size === 0) return parsed
  const refusals = parsed.lines
    .filter(line => nameless.has(line.key))
    .map(({ file, line, name }) => ({ file, line, name, note: { code: 'NAME_MISSING' } }))
  const { directory } = parsed
  return {
    ...parsed,
    refusals: [...parsed.refusals, ...refusals],
    lines: parsed.lines.filter(line => !nameless.has(line.key)),
    directory: {
      ...directory,
      people: directory.people.filter(one => !nameless.has(one.key)),
      enrolments: directory.enrolments.filter(one => !nameless.has(one.person)),
      guardianships: directory.guardianships.filter(one => !nameless.has(one.student) && !nameless.has(one.guardian)),
    },
  }
}

/** A failed import's reason as it is kept: an error code with its values. */
export const keepProblem = (code: string, values: Record<string, string | number> = {}): string =>
  JSON.stringify([code, values])
export const sayProblem = (kept: string | null, language: Language): string | null => {
  if (!kept) return null
  const [code, values] = JSON.parse(kept) as [Parameters<typeof sayError>[0], Record<string, string>]
  return sayError(code, language, values).message
}
