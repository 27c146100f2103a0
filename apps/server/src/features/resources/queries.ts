import {
  type Answer,
  type countPeople,
  type PersonFilters,
  type PersonKind,
  type PersonRow,
  personKinds,
  type Query,
  type listPeople as route,
  type summarisePeople,
} from '@mailroom/contract'
import type { Deps } from '../../deps.ts'
import type { Right } from '../../platform/rights.ts'
import { conditionFor, conditionForIds, incompleteList, orderBy, paperPile } from './filters/rules.ts'
import { compareClasses, compareLevels } from './rules.ts'

type Line = Omit<PersonRow, 'lastMailAt'> & { lastMailAt: Date | null }
const columns = `p.id, p.surname, p.given_name AS "givenName", p.title, p.class_names AS classes, p.related_names AS related,
  p.email, p.reach, p.language, p.last_mail_at AS "lastMailAt", u.id AS "userId"`

/** A page of a list, as the viewer may see it. The page is cut before anything is joined to it. */
export const listPeople = async (
  { database }: Deps,
  right: Right<'people.read'>,
  kind: PersonKind,
  query: Query<typeof route>,
) => {
  const { where, values } = conditionFor(right.actor, kind, query)
  const order = orderBy(query.sort, query.direction)
  const page = `SELECT p.* FROM person p WHERE ${where} ${order} LIMIT $${values.length + 1} OFFSET $${values.length + 2}`
  const [counted, found] = await Promise.all([
    database.pool.query<{ total: number }>(`SELECT count(*)::int AS total FROM person p WHERE ${where}`, values),
    database.pool.query<Line>(`SELECT ${columns} FROM (${page}) p LEFT JOIN "user" u ON u.person_id = p.id ${order}`, [
      ...values,
      query.limit,
      query.offset,
    ]),
  ])
  const rows = found.rows.map(row => ({ ...row, lastMailAt: row.lastMailAt?.toISOString() ?? null }))
  return { total: counted.rows[0]?.total ?? 0, rows }
}

/** Ids of everyone the filters match, in list order. */
export const listPeopleIds = async (
  { database }: Deps,
  right: Right<'people.read'>,
  kind: PersonKind,
  query: PersonFilters & { sort: string; direction: 'asc' | 'desc' },
) => {
  const { where, values } = conditionFor(right.actor, kind, query)
  const { rows } = await database.pool.query<{ id: string }>(
    `SELECT p.id FROM person p WHERE ${where} ${orderBy(query.sort, query.direction)}`,
    values,
  )
  return { ids: rows.map(row => row.id) }
}

/** How a selection can be reached; ids the viewer may not see count as nobody. */
export const summarise = async (
  { database }: Deps,
  right: Right<'people.read'>,
  kind: PersonKind,
  ids: readonly string[],
): Promise<Answer<typeof summarisePeople>> => {
  const { where, values } = conditionForIds(right.actor, kind, ids)
  const byEmail = "p.reach IN ('ok', 'unverified')"
  const onPaper = `NOT ${byEmail} AND p.accepts_paper AND cardinality(p.address_lines) > 0 AND p.city <> ''`
  const { rows } = await database.pool.query<{ selected: number; email: number; paper: number }>(
    `SELECT count(*)::int AS selected, count(*) FILTER (WHERE ${byEmail})::int AS email, count(*) FILTER (WHERE ${onPaper})::int AS paper FROM person p WHERE ${where}`,
    values,
  )
  const { selected = 0, email = 0, paper = 0 } = rows[0] ?? {}
  return { selected, email, paper, unreachable: selected - email - paper }
}

const emptyFilters: PersonFilters = { search: '', classId: '', level: '', reach: '', language: '', view: 'all' }

const countKind = async ({ database }: Deps, right: Right<'people.read'>, kind: PersonKind) => {
  const { where, values } = conditionFor(right.actor, kind, emptyFilters)
  const { rows } = await database.pool.query<{ all: number; incomplete: number; paper: number }>(
    `SELECT count(*)::int AS "all", count(*) FILTER (WHERE p.reach IN (${incompleteList}))::int AS incomplete, count(*) FILTER (WHERE ${paperPile})::int AS paper FROM person p WHERE ${where}`,
    values,
  )
  return [kind, rows[0] ?? { all: 0, incomplete: 0, paper: 0 }] as const
}

type ClassLine = { id: string; name: string; level: string; students: number; course: boolean }
/** Classes with their number of students; timetabled groups only where a school has no classes proper. */
const listClasses = async ({ database }: Deps, right: Right<'people.read'>) => {
  const teacher = right.actor.role === 'teacher'
  const own = teacher
    ? `AND EXISTS (SELECT 1 FROM enrolment t WHERE t.class_id = c.id AND t.role = 'teacher' AND t.person_id = $1::uuid)`
    : ''
  const { rows } = await database.pool.query<ClassLine>(
    `SELECT c.id, c.name, c.level, c.source LIKE '%-course' AS course, count(p.id)::int AS students FROM school_class c
     LEFT JOIN enrolment n ON n.class_id = c.id AND n.role = 'student' LEFT JOIN person p ON p.id = n.person_id AND p.retired_at IS NULL
     WHERE c.retired_at IS NULL ${own} GROUP BY c.id`,
    teacher ? [right.actor.personId] : [],
  )
  const proper = rows.filter(row => !row.course)
  return (proper.length > 0 ? proper : rows).map(({ course: _, ...row }) => row).sort(compareClasses)
}

/** Numbers for the navigation and the views, and the classes and levels to filter by. */
export const countAll = async (deps: Deps, right: Right<'people.read'>): Promise<Answer<typeof countPeople>> => {
  const [counts, classes] = await Promise.all([
    Promise.all(personKinds.map(kind => countKind(deps, right, kind))),
    listClasses(deps, right),
  ])
  const levels = [...new Set(classes.map(one => one.level).filter(Boolean))].sort(compareLevels)
  return { kinds: Object.fromEntries(counts) as Answer<typeof countPeople>['kinds'], levels, classes }
}

/** The person whom a source calls so; null when there is none. For the demo: `findPersonId(deps, demoPeople.marcDelmas)`. */
export const findPersonId = async (
  { database }: Deps,
  who: { source: string; kind: PersonKind; identifier: string },
): Promise<string | null> => {
  const row = await database.prisma.person.findUnique({ where: { source_kind_identifier: who }, select: { id: true } })
  return row?.id ?? null
}
