import type { Language, PersonKind, Reach, Scope } from '@mailroom/contract'
import type { Deps } from '../../../deps.ts'
import type { Right } from '../../../platform/rights.ts'
import { type Condition, conditionFor, conditionForIds, taughtStudents } from '../filters/rules.ts'
import { type EmailState, reachFor } from '../rules.ts'

/** Somebody who may get a letter; `reach` is for the letter's category. */
export type Contact = {
  id: string
  kind: PersonKind
  title: string
  surname: string
  givenName: string
  gender: string
  language: Language
  email: string | null
  reach: Reach
  acceptsPaper: boolean
  addressLines: string[]
  postcode: string
  city: string
  country: string
}
/** Whom a letter is about. */
export type Concerned = {
  id: string
  title: string
  surname: string
  givenName: string
  gender: string
  birthDate: string | null
  className: string
  level: string
  language: Language
}
export type AudienceLink = { contact: Contact; concerned: Concerned | null; legal: number; livesWith: boolean }
export type Audience = { concerned: number; links: AudienceLink[] }
export type AudienceInput = {
  list: PersonKind
  scope: Scope
  recipients: 'guardians' | 'students' | 'both' | 'self'
  category: string | null
}

type May = Right<'dispatches.create'>
type Tie = { contactId: string; studentId: string | null; legal: number; livesWith: boolean }

/** The lines of the list that the choice means, as the viewer may see them. */
const chosenBy = ({ actor }: May, { list, scope }: AudienceInput): Condition =>
  scope.type === 'selected' ? conditionForIds(actor, list, scope.ids) : conditionFor(actor, list, scope.filters)

const guardiansOf = (chosen: string) => `
  SELECT g.guardian_id AS "contactId", g.student_id AS "studentId", g.legal, g.lives_with AS "livesWith"
  FROM guardianship g JOIN person s ON s.id = g.student_id JOIN person p ON p.id = g.guardian_id AND p.retired_at IS NULL
  WHERE g.student_id IN (${chosen}) AND g.receives_letters AND g.legal >= 1
  ORDER BY s.sort_name, s.id, g.legal, p.sort_name`

/** Guardians of a list with those of their students that the filter of classes or levels and the viewer's scope leave. */
const studentsOf = (chosen: string, { actor }: May, { scope }: AudienceInput, values: unknown[]) => {
  const conditions = ['s.retired_at IS NULL']
  const filters = scope.type === 'filtered' ? scope.filters : null
  if (filters?.classId)
    conditions.push(`s.id IN (SELECT person_id FROM enrolment WHERE class_id::text = $${values.push(filters.classId)})`)
  if (filters?.level) conditions.push(`s.level = $${values.push(filters.level)}`)
  if (actor.role === 'teacher') conditions.push(`s.id IN (${taughtStudents(values.push(actor.personId))})`)
  return `
    SELECT p.id AS "contactId", g.student_id AS "studentId", coalesce(g.legal, 0) AS legal, coalesce(g.lives_with, true) AS "livesWith"
    FROM person p LEFT JOIN LATERAL (SELECT g.*, s.birth_date FROM guardianship g JOIN person s ON s.id = g.student_id
      WHERE g.guardian_id = p.id AND ${conditions.join(' AND ')}) g ON true
    WHERE p.id IN (${chosen}) ORDER BY p.sort_name, p.id, g.birth_date`
}

const themselves = (chosen: string, list: PersonKind) => `
  SELECT p.id AS "contactId", ${list === 'student' ? 'p.id' : 'NULL::uuid'} AS "studentId", 0 AS legal, true AS "livesWith"
  FROM person p WHERE p.id IN (${chosen}) ORDER BY p.sort_name, p.id`

const tiesSql = (right: May, input: AudienceInput, chosen: string, values: unknown[]): string[] => {
  if (input.list === 'guardian') return [studentsOf(chosen, right, input, values)]
  if (input.list !== 'student' || input.recipients === 'students' || input.recipients === 'self')
    return [themselves(chosen, input.list)]
  return input.recipients === 'guardians'
    ? [guardiansOf(chosen)]
    : [guardiansOf(chosen), themselves(chosen, input.list)]
}

type ContactLine = Omit<Contact, 'reach'> & {
  reach: Reach
  state: EmailState | null
  preference: { email: boolean; paper: boolean } | null
}
const contactsSql = `
  SELECT p.id, p.kind, p.title, p.surname, p.given_name AS "givenName", p.gender, p.language, p.email, p.reach, p.accepts_paper AS "acceptsPaper",
    p.address_lines AS "addressLines", p.postcode, p.city, p.country, e.state,
    CASE WHEN c.category IS NULL THEN NULL ELSE json_build_object('email', c.email, 'paper', c.paper) END AS preference
  FROM person p LEFT JOIN email_address e ON e.person_id = p.id AND e.address = p.email
  LEFT JOIN contact_preference c ON c.person_id = p.id AND c.category = $2 WHERE p.id = ANY($1::uuid[])`
const concernedSql = `
  SELECT p.id, p.title, p.surname, p.given_name AS "givenName", p.gender, to_char(p.birth_date, 'YYYY-MM-DD') AS "birthDate",
    coalesce(p.class_names[1], '') AS "className", p.level, p.language FROM person p WHERE p.id = ANY($1::uuid[])`

const toContact = ({ state, preference, ...contact }: ContactLine): Contact => ({
  ...contact,
  reach: reachFor({ reach: contact.reach, state, preference }),
  acceptsPaper: preference?.paper ?? contact.acceptsPaper,
})
const unique = (ids: readonly (string | null)[]) => [...new Set(ids.filter(id => id !== null))]

/**
 * Who would get a letter, and about whom: from students their guardians who receive letters (legal ones), the students
 * themselves, or both; from guardians the guardian with each of their students; else the people of the list. `concerned`
 * counts the lines of the list that were chosen. People are read once, however many links they have.
 */
export const loadAudience = async ({ database }: Deps, right: May, input: AudienceInput): Promise<Audience> => {
  const { where, values } = chosenBy(right, input)
  const counting = database.pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM person p WHERE ${where}`, [
    ...values,
  ])
  const queries = tiesSql(right, input, `SELECT p.id FROM person p WHERE ${where}`, values)
  const [counted, ...found] = await Promise.all([
    counting,
    ...queries.map(sql => database.pool.query<Tie>(sql, values)),
  ])
  const ties = found.flatMap(result => result.rows)
  const [contacts, students] = await Promise.all([
    database.pool.query<ContactLine>(contactsSql, [unique(ties.map(tie => tie.contactId)), input.category]),
    database.pool.query<Concerned>(concernedSql, [unique(ties.map(tie => tie.studentId))]),
  ])
  const contactOf = new Map(contacts.rows.map(row => [row.id, toContact(row)]))
  const studentOf = new Map(students.rows.map(row => [row.id, row]))
  const links = ties.flatMap(({ contactId, studentId, legal, livesWith }) => {
    const contact = contactOf.get(contactId)
    return contact ? [{ contact, concerned: studentOf.get(studentId ?? '') ?? null, legal, livesWith }] : []
  })
  return { concerned: counted.rows[0]?.n ?? 0, links }
}
