import type { PersonKind } from '@mailroom/contract'
import type { Directory, EnrolmentDraft, GuardianshipDraft, PersonDraft } from '../directory/rules.ts'
import { fold, genderOfTitle } from '../rules.ts'
import type { Column, Target } from './columns.ts'
import {
  type Line,
  meaningful,
  type Note,
  nameOf,
  oneLine,
  type Parsed,
  type Refusal,
  readDate,
  readEmails,
  readFlag,
  readLanguage,
  readPostal,
} from './rules.ts'
import type { Table } from './table.ts'

export const tableSource = 'table'
export type TableOptions = { kind: PersonKind; file: string; language: 'en' | 'fr' }
type Cells = (target: Target) => string

/** What is under way while the rows are read. */
type Reader = TableOptions & {
  people: Map<string, PersonDraft>
  classes: Map<string, Directory['classes'][number]>
  enrolments: EnrolmentDraft[]
  guardianships: Map<string, GuardianshipDraft>
  lines: Line[]
  refusals: Refusal[]
  first: Map<string, { draft: PersonDraft; line: number }>
}

/** "DUPONT Marie" in one column: the capitals are the surname. */
const splitName = (surname: string, givenName: string): { surname: string; givenName: string } => {
  if (givenName) return { surname, givenName }
  const found = /^((?:\p{Lu}[\p{Lu}'’ -]*)\p{Lu})\s+(\p{Lu}\p{Ll}.*)$/u.exec(surname)
  return found ? { surname: found[1] ?? surname, givenName: found[2] ?? '' } : { surname, givenName }
}

/** A value that is not understood is left out with a note; the row stays. */
const understood = <T>(text: string, read: (text: string) => T | null, code: string, notes: Note[]): T | undefined => {
  const value = meaningful(text)
  if (!value) return undefined
  const result = read(value)
  if (result === null) notes.push({ code, values: { value: value.slice(0, 60) } })
  return result ?? undefined
}

const longNames = (names: { surname: string; givenName: string }) =>
  names.surname.length > 100 || names.givenName.length > 100

const readPerson = (reader: Reader, cells: Cells, line: number, notes: Note[]): PersonDraft => {
  const identifier = oneLine(cells('identifier')) || null
  const names = splitName(oneLine(cells('surname'), 300), oneLine(cells('givenName'), 300))
  const mail = readEmails([cells('email'), cells('email2')])
  notes.push(...mail.notes)
  const title = oneLine(cells('title'), 20)
  return {
    key: `${reader.kind}:${identifier ? `#${identifier}` : `@${line}`}`,
    kind: reader.kind,
    source: tableSource,
    identifier,
    ...names,
    title,
    gender: genderOfTitle(title),
    birthDate: understood(cells('birthDate'), readDate, 'DATE_INVALID', notes),
    language: understood(cells('language'), readLanguage, 'LANGUAGE_UNKNOWN', notes),
    acceptsEmail: understood(cells('acceptsEmail'), readFlag, 'FLAG_UNKNOWN', notes),
    phone: meaningful(cells('phone')).slice(0, 40),
    level: oneLine(cells('level'), 60),
    postal: readPostal({
      lines: [cells('addressLine1'), cells('addressLine2'), cells('addressLine3')],
      postcode: cells('postcode'),
      city: cells('city'),
      country: cells('country'),
    }),
    emails: mail.emails.length > 0 ? mail.emails : undefined,
  }
}

const samePlace = (person: PersonDraft) =>
  person.postal ? fold(`${person.postal.lines.at(-1)} ${person.postal.postcode}`) : ''

/** Guardians of one name are one person when they share an address; else they belong to their own student. */
const guardianKey = (draft: PersonDraft, student: PersonDraft): string => {
  const name = fold(nameOf(draft))
  const shared = draft.emails?.[0]?.address ?? samePlace(draft)
  return `guardian:${name}:${shared || student.key}`
}

const readParent = (reader: Reader, cells: Cells, which: 1 | 2, student: PersonDraft, line: number) => {
  const cell = (field: 'Surname' | 'GivenName' | 'Title' | 'Email' | 'Address' | 'Postcode' | 'City') =>
    cells(`parent${which}${field}`)
  const names = splitName(oneLine(cell('Surname'), 300), oneLine(cell('GivenName'), 300))
  const mail = readEmails([cell('Email')])
  if (!names.surname && !names.givenName && mail.emails.length === 0) return
  // Parents often stand there with first name only: the child's surname is then theirs.
  const surname = names.surname || student.surname
  if (!surname || longNames(names)) return
  const own = readPostal({ lines: [cell('Address')], postcode: cell('Postcode'), city: cell('City') })
  const title = oneLine(cell('Title'), 20)
  const draft: PersonDraft = {
    key: '',
    kind: 'guardian',
    source: tableSource,
    identifier: null,
    ...names,
    surname,
    title,
    gender: genderOfTitle(title),
    language: student.language,
    emails: mail.emails.length > 0 ? mail.emails : undefined,
    postal: own ?? student.postal,
  }
  const key = guardianKey(draft, student)
  if (!reader.people.has(key)) {
    reader.people.set(key, { ...draft, key })
    reader.lines.push({ file: reader.file, line, name: nameOf(draft), key, notes: mail.notes })
  }
  const apart =
    own !== undefined && student.postal !== undefined && samePlace({ ...draft, postal: own }) !== samePlace(student)
  reader.guardianships.set(`${student.key} ${key}`, {
    student: student.key,
    guardian: key,
    legal: which,
    livesWith: apart ? false : undefined,
  })
}

const enrol = (reader: Reader, cells: Cells, person: PersonDraft) => {
  if (reader.kind !== 'student' && reader.kind !== 'teacher') return
  const names = (reader.kind === 'teacher' ? cells('class').split(/[,;/]/) : [cells('class')])
    .map(name => oneLine(name, 100))
    .filter(Boolean)
  for (const name of names) {
    const key = `class:${fold(name)}`
    const level = reader.kind === 'student' ? person.level : ''
    if (!reader.classes.has(key)) reader.classes.set(key, { key, source: tableSource, identifier: null, name, level })
    reader.enrolments.push({ person: person.key, class: key, role: reader.kind })
  }
}

const hasParents = (cells: Cells) =>
  ([1, 2] as const).some(which =>
    (['Surname', 'GivenName', 'Email'] as const).some(field => cells(`parent${which}${field}`).trim() !== ''),
  )

/** What makes two rows the same person: the identifier, else the name with date of birth or class, and the address. */
const rowKey = (draft: PersonDraft, className: string) =>
  draft.identifier
    ? `#${draft.identifier}`
    : [fold(nameOf(draft)), draft.birthDate || fold(className), draft.emails?.[0]?.address ?? ''].join('|')

const readRow = (reader: Reader, cells: Cells, line: number) => {
  const notes: Note[] = []
  const draft = readPerson(reader, cells, line, notes)
  const origin = { file: reader.file, line, name: nameOf(draft).slice(0, 200) }
  const refuse = (code: string, values?: Record<string, string>) =>
    void reader.refusals.push({ ...origin, note: { code, values } })
  if (draft.surname === '' && !draft.identifier) return refuse('NAME_MISSING')
  if (longNames(draft)) return refuse('NAME_TOO_LONG')
  const key = rowKey(draft, cells('class'))
  const first = reader.first.get(key)
  // Some exports repeat the student once per parent.
  const again =
    first && draft.kind === 'student' && hasParents(cells) && fold(nameOf(first.draft)) === fold(nameOf(draft))
  if (first && !again)
    return refuse(draft.identifier ? 'IDENTIFIER_TWICE' : 'LINE_TWICE', {
      value: draft.identifier ?? nameOf(draft),
      line: String(first.line),
    })
  const person = first?.draft ?? draft
  if (!first) {
    reader.first.set(key, { draft, line })
    reader.people.set(draft.key, draft)
    reader.lines.push({ ...origin, key: draft.key, notes })
    enrol(reader, cells, draft)
  }
  if (reader.kind === 'student') for (const which of [1, 2] as const) readParent(reader, cells, which, person, line)
}

/** Reads a table of any list; parents may stand in their student's row. Pure. */
export const readPeopleTable = (table: Table, columns: readonly Column[], options: TableOptions): Parsed => {
  const places = new Map(
    columns.map((column, at) => [column.target, at] as const).filter(([target]) => target !== 'ignore'),
  )
  const reader: Reader = {
    ...options,
    people: new Map(),
    classes: new Map(),
    enrolments: [],
    guardianships: new Map(),
    lines: [],
    refusals: [],
    first: new Map(),
  }
  for (const { line, cells } of table.rows) readRow(reader, target => cells[places.get(target) ?? -1] ?? '', line)
  const directory: Directory = {
    people: [...reader.people.values()],
    classes: [...reader.classes.values()],
    enrolments: reader.enrolments,
    guardianships: [...reader.guardianships.values()],
    // A student is in one class; a teacher keeps those that the file does not name.
    replaceEnrolments: options.kind === 'student' ? 'proper' : false,
  }
  return { directory, lines: reader.lines, refusals: reader.refusals }
}
