import type { PersonKind } from '@mailroom/contract'
import { AppError } from '../../../platform/errors.ts'
import type { Directory, EnrolmentDraft, GuardianshipDraft, PersonDraft } from '../directory/rules.ts'
import { type Line, type Note, nameOf, oneLine, type Parsed, type Refusal, readDate, readEmails } from './rules.ts'
import { detectSeparator, readText } from './table.ts'

/** Source of people and classes that OneRoster brought; 1.1 and 1.2 name the same people. */
export const oneRosterSource = 'oneroster'
const courseSource = 'oneroster-course'

type Row = { line: number; get: (column: string) => string }
type Files = ReadonlyMap<string, string>

/** Rows of one CSV by column name, whatever its order and case. The password column is never read. */
const readRows = (files: Files, name: string): Row[] => {
  const text = files.get(name)
  if (text === undefined || text.trim() === '') return []
  const { headers, rows } = readText(text, detectSeparator(text))
  const places = new Map(headers.map((header, at) => [header.toLowerCase(), at]))
  places.delete('password')
  return rows.map(({ line, cells }) => ({
    line,
    get: column => oneLine(cells[places.get(column.toLowerCase()) ?? -1] ?? '', 2000),
  }))
}
const headersOf = (files: Files, name: string): string[] => {
  const text = files.get(name)
  return text ? readText(text, detectSeparator(text), 1).headers.map(header => header.toLowerCase()) : []
}

const members = (list: string): string[] =>
  list
    .split(',')
    .map(one => one.trim())
    .filter(Boolean)
const leaves = (row: Row): boolean => row.get('status').toLowerCase() === 'tobedeleted'

/** Properties of manifest.csv, such as `file.users` → `bulk`. */
const readManifest = (files: Files): Map<string, string> =>
  new Map(
    readRows(files, 'manifest.csv').map(row => [row.get('propertyName').toLowerCase(), row.get('value').toLowerCase()]),
  )

/** 1.2 moved the role out of users.csv. */
export const oneRosterVersion = (files: Files): '1.1' | '1.2' => {
  const stated = readManifest(files).get('oneroster.version')
  if (stated) return stated.startsWith('1.2') ? '1.2' : '1.1'
  return files.has('roles.csv') || (files.has('users.csv') && !headersOf(files, 'users.csv').includes('role'))
    ? '1.2'
    : '1.1'
}

/** IMPORT_INCOMPLETE names the first file that is needed and not there; the manifest may declare one absent. */
export const requireFiles = (files: Files): void => {
  const manifest = readManifest(files)
  const needed = [
    'users.csv',
    ...(oneRosterVersion(files) === '1.2' ? ['roles.csv'] : []),
    'classes.csv',
    'enrollments.csv',
  ]
  const missing = needed.find(
    name => !files.has(name) && (name === 'users.csv' || manifest.get(`file.${name.replace('.csv', '')}`) !== 'absent'),
  )
  if (missing) throw new AppError('IMPORT_INCOMPLETE', 'file', { file: missing })
}

const knownFiles = [
  'users.csv',
  'roles.csv',
  'classes.csv',
  'enrollments.csv',
  'orgs.csv',
  'courses.csv',
  'academicsessions.csv',
  'demographics.csv',
  'manifest.csv',
]
export const isOneRoster = (names: Iterable<string>): boolean =>
  [...names].filter(name => knownFiles.includes(name)).length >= 2
/** Of a lone CSV: which file of a OneRoster export it is, by its columns; null for any other table. */
export const loneOneRosterFile = (headers: readonly string[]): string | null => {
  const has = (...names: string[]) =>
    names.every(name => headers.some(header => header.toLowerCase() === name.toLowerCase()))
  if (!has('sourcedId')) return null
  if (has('classSourcedId', 'userSourcedId')) return 'enrollments.csv'
  if (has('userSourcedId', 'roleType')) return 'roles.csv'
  if (has('courseSourcedId')) return 'classes.csv'
  return has('givenName', 'familyName') ? 'users.csv' : null
}

const kindByRole: Record<string, PersonKind> = {
  student: 'student',
  teacher: 'teacher',
  guardian: 'guardian',
  parent: 'guardian',
  relative: 'guardian',
  aide: 'staff',
  proctor: 'staff',
  administrator: 'staff',
  counselor: 'staff',
  principal: 'staff',
  siteadministrator: 'staff',
  districtadministrator: 'staff',
  systemadministrator: 'staff',
}
const relationByRole: Record<string, string> = { parent: 'parent', relative: 'relative' }

/** Roles of each user: from roles.csv, else users.csv. */
const readRoles = (files: Files, users: readonly Row[]): Map<string, string[]> => {
  const roles = new Map<string, string[]>()
  const add = (id: string, role: string) => roles.set(id, [...(roles.get(id) ?? []), role.toLowerCase()])
  for (const row of readRows(files, 'roles.csv')) if (!leaves(row)) add(row.get('userSourcedId'), row.get('role'))
  for (const row of users)
    if (row.get('role') && !roles.has(row.get('sourcedId'))) add(row.get('sourcedId'), row.get('role'))
  return roles
}

type Facts = { gender: string; birthDate: string }
const readDemographics = (files: Files): Map<string, Facts> =>
  new Map(
    readRows(files, 'demographics.csv').map(row => {
      const sex = row.get('sex').toLowerCase()
      return [
        row.get('sourcedId'),
        { gender: sex === 'female' ? 'f' : sex === 'male' ? 'm' : '', birthDate: readDate(row.get('birthDate')) ?? '' },
      ]
    }),
  )

const userDraft = (row: Row, kind: PersonKind, facts: Facts | undefined): { draft: PersonDraft; notes: Note[] } => {
  const identifier = row.get('sourcedId').slice(0, 200)
  const { emails, notes } = readEmails([row.get('email')])
  const draft: PersonDraft = {
    key: `${kind}:${identifier}`,
    kind,
    source: oneRosterSource,
    identifier,
    surname: (row.get('preferredFamilyName') || row.get('familyName')).slice(0, 100).trim(),
    givenName: (row.get('preferredGivenName') || row.get('givenName')).slice(0, 100).trim(),
    phone: (row.get('sms') || row.get('phone')).slice(0, 40),
    level: kind === 'student' ? (members(row.get('grades'))[0] ?? '').slice(0, 60) : '',
    gender: facts?.gender,
    birthDate: facts?.birthDate,
    emails: emails.length > 0 ? emails : undefined,
    retired: leaves(row),
  }
  return { draft, notes }
}

type Users = {
  people: PersonDraft[]
  lines: Line[]
  refusals: Refusal[]
  kinds: Map<string, PersonKind[]>
  relations: Map<string, string>
}

/** Why a user cannot be taken; null when they can. */
const userFault = (row: Row, roles: readonly string[], seen: ReadonlyMap<string, number>): Note | null => {
  const id = row.get('sourcedId')
  if (id === '') return { code: 'IDENTIFIER_MISSING' }
  if (seen.has(id)) return { code: 'IDENTIFIER_TWICE', values: { value: id, line: String(seen.get(id)) } }
  if (leaves(row)) return null
  if (!(row.get('preferredFamilyName') || row.get('familyName'))) return { code: 'NAME_MISSING' }
  if (roles.length === 0) return { code: 'ROLE_MISSING' }
  return roles.some(role => kindByRole[role]) ? null : { code: 'ROLE_UNKNOWN', values: { value: roles.join(', ') } }
}

const readUsers = (files: Files, rows: readonly Row[]): Users => {
  const roles = readRoles(files, rows)
  const demographics = readDemographics(files)
  const users: Users = { people: [], lines: [], refusals: [], kinds: new Map(), relations: new Map() }
  const seen = new Map<string, number>()
  for (const row of rows) {
    const id = row.get('sourcedId')
    const own = roles.get(id) ?? []
    const origin = {
      file: 'users.csv',
      line: row.line,
      name: nameOf({ surname: row.get('familyName'), givenName: row.get('givenName'), identifier: id }),
    }
    const fault = userFault(row, own, seen)
    if (fault) {
      users.refusals.push({
        ...origin,
        note: fault.code === 'IDENTIFIER_TWICE' ? fault : { ...fault, values: { ...fault.values, id } },
      })
      continue
    }
    seen.set(id, row.line)
    // A deleted user may have lost the role with the rows of roles.csv: whoever they were, they leave.
    const kinds =
      own.length > 0
        ? [...new Set(own.flatMap(role => kindByRole[role] ?? []))]
        : (['student', 'guardian', 'teacher', 'staff'] as const)
    users.kinds.set(id, [...kinds])
    users.relations.set(id, own.map(role => relationByRole[role]).find(Boolean) ?? '')
    for (const kind of kinds) {
      const { draft, notes } = userDraft(row, kind, demographics.get(id))
      users.people.push(draft)
      users.lines.push({ ...origin, key: draft.key, notes })
    }
  }
  return users
}

/** Guardians by `agentSourcedIds`, which may stand with the student or with the guardian. The first is legal guardian 1. */
const readGuardianships = (rows: readonly Row[], users: Users): GuardianshipDraft[] => {
  const ties = new Map<string, GuardianshipDraft>()
  const ranks = new Map<string, number>()
  const tie = (student: string, guardian: string, line: number) => {
    const pair = `${student} ${guardian}`
    if (ties.has(pair)) return
    const relation = users.relations.get(guardian) ?? ''
    const rank = (ranks.get(student) ?? 0) + (relation === 'relative' ? 0 : 1)
    ranks.set(student, rank)
    ties.set(pair, {
      student: `student:${student}`,
      guardian: `guardian:${guardian}`,
      legal: relation === 'relative' ? 0 : Math.min(rank, 2),
      relation,
      origin: { file: 'users.csv', line },
    })
  }
  const ofKind = (kind: PersonKind) =>
    rows.filter(row => !leaves(row) && users.kinds.get(row.get('sourcedId'))?.includes(kind))
  for (const row of ofKind('student'))
    for (const agent of members(row.get('agentSourcedIds'))) tie(row.get('sourcedId'), agent, row.line)
  for (const row of ofKind('guardian'))
    for (const agent of members(row.get('agentSourcedIds')))
      if (users.kinds.get(agent)?.includes('student') !== false) tie(agent, row.get('sourcedId'), row.line)
  return [...ties.values()].filter(
    one => users.kinds.get(one.guardian.slice('guardian:'.length))?.includes('guardian') !== false,
  )
}

const readClasses = (files: Files): Directory['classes'] =>
  readRows(files, 'classes.csv').flatMap(row => {
    const identifier = row.get('sourcedId').slice(0, 200)
    const name = row.get('title') || row.get('classCode')
    if (!identifier || !name) return []
    const source = row.get('classType').toLowerCase() === 'scheduled' ? courseSource : oneRosterSource
    return [
      {
        key: `class:${identifier}`,
        source,
        identifier,
        name: name.slice(0, 100),
        level: (members(row.get('grades'))[0] ?? '').slice(0, 60),
        retired: leaves(row),
      },
    ]
  })

const readEnrolments = (files: Files): EnrolmentDraft[] =>
  readRows(files, 'enrollments.csv').flatMap(row => {
    const role = row.get('role').toLowerCase()
    if (role !== 'student' && role !== 'teacher') return []
    const origin = { file: 'enrollments.csv', line: row.line }
    return [
      {
        person: `${role}:${row.get('userSourcedId')}`,
        class: `class:${row.get('classSourcedId')}`,
        role: role as 'student' | 'teacher',
        removed: leaves(row),
        origin,
      },
    ]
  })

/** Reads a OneRoster export: users with their roles, guardians, classes, enrolments. Pure. */
export const readOneRoster = (files: Files): Parsed => {
  requireFiles(files)
  const rows = readRows(files, 'users.csv')
  const users = readUsers(files, rows)
  const directory: Directory = {
    people: users.people,
    classes: readClasses(files),
    enrolments: readEnrolments(files),
    guardianships: readGuardianships(rows, users),
    replaceEnrolments: readManifest(files).get('file.enrollments') !== 'delta' ? 'same-source' : false,
  }
  return { directory, lines: users.lines, refusals: users.refusals }
}
