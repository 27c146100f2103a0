import type { ImportView, Language, PersonKind } from '@mailroom/contract'
import type { Known } from '../directory/rules.ts'
import { matchByName } from '../matching/rules.ts'
import { type Matches, matchByIdentifier, type Plan, planDirectory } from '../planning/rules.ts'
import { readAddressTable } from './addresses.ts'
import type { Column } from './columns.ts'
import type { Opened } from './inspect.ts'
import { oneRosterSource, readOneRoster } from './oneroster.ts'
import { readPeopleTable } from './people-table.ts'
import { nameOf, type Parsed, previewRows, resolveReferences, withoutNameless } from './rules.ts'

export type Choice = {
  format: ImportView['format']
  kind: PersonKind | null
  columns: readonly Column[]
  file: string
  language: Language
}
export type Comparison = { plan: Plan; preview: ReturnType<typeof previewRows> }

/** Who could be one of several people is refused rather than guessed. */
const withoutAmbiguous = (parsed: Parsed, ambiguous: ReadonlySet<string>): Parsed => {
  if (ambiguous.size === 0) return parsed
  const { directory } = parsed
  const drafts = new Map(directory.people.map(one => [one.key, one]))
  const refused = parsed.lines.filter(line => ambiguous.has(line.key))
  return {
    refusals: [
      ...parsed.refusals,
      ...refused.map(({ key, file, line, name }) => ({
        file,
        line,
        name,
        note: {
          code: 'PERSON_AMBIGUOUS',
          values: { value: nameOf(drafts.get(key) ?? { surname: '', givenName: '' }) },
        },
      })),
    ],
    lines: parsed.lines.filter(line => !ambiguous.has(line.key)),
    directory: {
      ...directory,
      people: directory.people.filter(one => !ambiguous.has(one.key)),
      enrolments: directory.enrolments.filter(one => !ambiguous.has(one.person)),
      guardianships: directory.guardianships.filter(one => !ambiguous.has(one.student) && !ambiguous.has(one.guardian)),
    },
  }
}

const matchTable = (parsed: Parsed, known: Known): { parsed: Parsed; matches: Matches } => {
  const { matches, ambiguous } = matchByName(parsed.directory, known)
  return { parsed: withoutAmbiguous(parsed, ambiguous), matches }
}

const parse = (opened: Opened, choice: Choice, known: Known): { parsed: Parsed; matches: Matches } => {
  if (opened.type === 'oneroster') {
    const parsed = resolveReferences(readOneRoster(opened.files), known, oneRosterSource)
    return { parsed, matches: matchByIdentifier(parsed.directory, known) }
  }
  if (choice.format !== 'addresses')
    return matchTable(
      readPeopleTable(opened.table, choice.columns, { ...choice, kind: choice.kind ?? 'student' }),
      known,
    )
  const people = new Map(known.people.map(one => [one.id, one]))
  return { parsed: readAddressTable(opened.table, choice.columns, choice, known), matches: people }
}

/** Reads an opened upload and compares it with the lists: what it would do, line by line. Pure. */
export const compareImport = (opened: Opened, choice: Choice, known: Known): Comparison => {
  const { parsed: read, matches } = parse(opened, choice, known)
  const parsed = withoutNameless(read, matches)
  // New people whose language the file does not tell get the institution's.
  const people = parsed.directory.people.map(one =>
    one.language || matches.has(one.key) ? one : { ...one, language: choice.language },
  )
  const plan = planDirectory({ ...parsed.directory, people }, known, matches)
  return { plan, preview: previewRows(parsed, plan) }
}
