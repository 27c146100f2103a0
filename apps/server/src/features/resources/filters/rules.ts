import { type PersonFilters, type PersonKind, reach as reachSchema } from '@mailroom/contract'
import type { Actor } from '../../../platform/rights.ts'
import { incomplete, scopedKinds, searchPatterns } from '../rules.ts'

/** SQL over `person p` with its parameters, `$1` onwards. */
export type Condition = { where: string; values: unknown[] }
export type Viewer = Pick<Actor, 'role' | 'personId'>

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const students = (alias: string) => `SELECT g.student_id FROM guardianship g WHERE g.guardian_id = ${alias}.id`

/** Students of the classes that the person at parameter `at` teaches. */
export const taughtStudents = (at: number): string =>
  `SELECT s.person_id FROM enrolment s JOIN enrolment t ON t.class_id = s.class_id AND t.role = 'teacher' AND t.person_id = $${at}::uuid WHERE s.role = 'student'`

/** What a viewer may see of a kind: teachers only their own classes' students and those students' guardians. */
const scopeOf = (viewer: Viewer, kind: PersonKind, bind: (value: unknown) => number): string | null => {
  if (viewer.role !== 'teacher' || !scopedKinds.includes(kind)) return null
  if (!viewer.personId) return 'false'
  const taught = taughtStudents(bind(viewer.personId))
  return kind === 'student'
    ? `p.id IN (${taught})`
    : `p.id IN (SELECT g.guardian_id FROM guardianship g WHERE g.student_id IN (${taught}))`
}

/** People a filter of classes or levels means: those in them, and for guardians those whose students are. */
const memberCondition = (kind: PersonKind, test: string) => {
  const members = `SELECT n.person_id FROM enrolment n JOIN school_class c ON c.id = n.class_id WHERE ${test}`
  return kind === 'guardian'
    ? `p.id IN (SELECT g.guardian_id FROM guardianship g WHERE g.student_id IN (${members}))`
    : `p.id IN (${members})`
}

const levelCondition = (kind: PersonKind, at: number) => {
  if (kind === 'student') return `p.level = $${at}`
  if (kind === 'guardian')
    return `EXISTS (${students('p')} AND g.student_id IN (SELECT id FROM person WHERE kind = 'student' AND level = $${at}))`
  return memberCondition(kind, `c.level = $${at}`)
}

export const paperPile = "p.reach NOT IN ('ok', 'unverified') AND p.accepts_paper"
export const incompleteList = incomplete.map(one => `'${one}'`).join(', ')

type Bind = (value: unknown) => number
const textConditions = (kind: PersonKind, filters: PersonFilters, bind: Bind): string[] => {
  const conditions = searchPatterns(filters.search).map(pattern => `p.search_text LIKE $${bind(pattern)}`)
  // A class id that is none finds nobody rather than failing.
  if (filters.classId)
    conditions.push(
      uuid.test(filters.classId) ? memberCondition(kind, `c.id = $${bind(filters.classId)}::uuid`) : 'false',
    )
  if (filters.level) conditions.push(levelCondition(kind, bind(filters.level.replaceAll('\u0000', '').toWellFormed())))
  if (filters.language) conditions.push(`p.language = $${bind(filters.language)}`)
  return conditions
}

/** The people of a list that a viewer may see and the filters match. */
export const conditionFor = (viewer: Viewer, kind: PersonKind, filters: PersonFilters): Condition => {
  const values: unknown[] = []
  const bind: Bind = value => values.push(value)
  const conditions = [`p.kind = $${bind(kind)}`, 'p.retired_at IS NULL', ...textConditions(kind, filters, bind)]
  const reaches = filters.reach.split(',').filter(one => reachSchema.safeParse(one.trim()).success)
  if (reaches.length > 0) conditions.push(`p.reach = ANY($${bind(reaches.map(one => one.trim()))}::text[])`)
  if (filters.legal !== undefined && kind === 'guardian')
    conditions.push(`${filters.legal ? '' : 'NOT '}EXISTS (${students('p')} AND g.legal > 0)`)
  if (filters.view === 'incomplete') conditions.push(`p.reach IN (${incompleteList})`)
  if (filters.view === 'paper') conditions.push(paperPile)
  const scope = scopeOf(viewer, kind, bind)
  if (scope) conditions.push(scope)
  return { where: conditions.join(' AND '), values }
}

/** Those of the given ids that a viewer may see in a list. */
export const conditionForIds = (viewer: Viewer, kind: PersonKind, ids: readonly string[]): Condition => {
  const values: unknown[] = [kind, ids]
  const scope = scopeOf(viewer, kind, value => values.push(value))
  return {
    where: `p.kind = $1 AND p.id = ANY($2::uuid[]) AND p.retired_at IS NULL${scope ? ` AND ${scope}` : ''}`,
    values,
  }
}

const reachRank = "array_position(ARRAY['bounced','invalid','missing','refused','paper','unverified','ok'], p.reach)"
/** Sort keys; ties go by name, so that pages never overlap. `class` reads "10e" after "9e" no better than text does. */
export const orderBy = (sort: string, direction: 'asc' | 'desc'): string => {
  const way = direction === 'desc' ? 'DESC' : 'ASC'
  const keys: Record<string, string> = {
    name: `p.sort_name ${way}`,
    class: `array_to_string(p.class_names, ', ') ${way}, p.sort_name`,
    related: `array_to_string(p.related_names, ', ') ${way}, p.sort_name`,
    email: `${reachRank} ${way}, p.sort_name`,
    language: `p.language ${way}, p.sort_name`,
    lastMail: `p.last_mail_at ${way} NULLS LAST, p.sort_name`,
  }
  return `ORDER BY ${keys[sort] ?? keys.name}, p.id`
}
