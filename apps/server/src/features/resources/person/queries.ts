import { type Language, type PersonDetail, personRow, sayReason } from '@mailroom/contract'
import { addressBlock, parseTitle } from '@mailroom/letter'
import type { Deps } from '../../../deps.ts'
import { AppError } from '../../../platform/errors.ts'
import type { Actor, Right } from '../../../platform/rights.ts'
import { conditionForIds, taughtStudents } from '../filters/rules.ts'
import { type Envelope, type MailFact, sayMail, sayProblem, sayTie, type Tie } from './rules.ts'

type Id = string
const findPerson = ({ database }: Deps, id: Id) =>
  database.prisma.person.findFirst({
    where: { id, retiredAt: null },
    include: {
      emails: { orderBy: { rank: 'asc' } },
      preferences: { orderBy: { category: 'asc' } },
      user: { select: { id: true } },
    },
  })
type Person = NonNullable<Awaited<ReturnType<typeof findPerson>>>

/** The person, if the viewer may see them; NOT_FOUND otherwise, whether they exist or not. */
const getVisible = async (deps: Deps, actor: Actor, id: Id): Promise<Person> => {
  const person = await findPerson(deps, id)
  if (!person) throw new AppError('NOT_FOUND')
  const { where, values } = conditionForIds(actor, person.kind as PersonDetail['kind'], [id])
  const { rows } = await deps.database.pool.query(`SELECT 1 FROM person p WHERE ${where}`, values)
  if (rows.length === 0) throw new AppError('NOT_FOUND')
  return person
}

type TieLine = Tie & { id: Id; surname: string; givenName: string }
const classOf = (alias: string) => `coalesce(${alias}.class_names[1], '')`
const tieColumns = 'o.id, o.surname, o.given_name AS "givenName", o.gender, o.sort_name, o.birth_date'
const tiesSql = {
  guardian: `
    SELECT 'student' AS type, ${tieColumns}, ${classOf('o')} AS "className", g.relation, g.legal, g.lives_with AS "livesWith", true AS "otherLivesWith", 0 AS rank
    FROM guardianship g JOIN person o ON o.id = g.student_id AND o.retired_at IS NULL WHERE g.guardian_id = $1
    UNION ALL SELECT DISTINCT ON (o.id) 'guardian', ${tieColumns}, '', h.relation, h.legal, h.lives_with, g.lives_with, 1
    FROM guardianship g JOIN guardianship h ON h.student_id = g.student_id AND h.guardian_id <> g.guardian_id
    JOIN person o ON o.id = h.guardian_id AND o.retired_at IS NULL WHERE g.guardian_id = $1`,
  student: `
    SELECT 'guardian' AS type, ${tieColumns}, '' AS "className", g.relation, g.legal, g.lives_with AS "livesWith", true AS "otherLivesWith", CASE g.legal WHEN 0 THEN 9 ELSE g.legal END AS rank
    FROM guardianship g JOIN person o ON o.id = g.guardian_id AND o.retired_at IS NULL WHERE g.student_id = $1
    UNION ALL SELECT DISTINCT ON (o.id) 'sibling', ${tieColumns}, ${classOf('o')}, '', 1, true, true, 10
    FROM guardianship g JOIN guardianship h ON h.guardian_id = g.guardian_id AND h.student_id <> g.student_id
    JOIN person o ON o.id = h.student_id AND o.retired_at IS NULL WHERE g.student_id = $1`,
}

const listTies = async ({ database }: Deps, actor: Actor, person: Person): Promise<TieLine[]> => {
  if (person.kind !== 'guardian' && person.kind !== 'student') return []
  const limited = actor.role === 'teacher'
  // A teacher's view stops at the own classes here too.
  const scope = limited
    ? `WHERE t.id IN (${taughtStudents(2)}) OR t.id IN (SELECT guardian_id FROM guardianship WHERE student_id IN (${taughtStudents(2)}))`
    : ''
  const sql = `SELECT * FROM (${tiesSql[person.kind]}) t ${scope} ORDER BY rank, CASE type WHEN 'guardian' THEN NULL ELSE birth_date END, sort_name LIMIT 50`
  const { rows } = await database.pool.query<TieLine>(sql, limited ? [person.id, actor.personId] : [person.id])
  return rows
}

type MailLine = MailFact & { dispatchId: Id; messageId: Id | null; subject: string; at: Date; total: number }
/** The newest letters to or about a person, among those that the viewer may see. */
const listMail = async ({ database }: Deps, actor: Actor, id: Id): Promise<MailLine[]> => {
  const { rows } = await database.pool.query<MailLine>(
    `SELECT d.id AS "dispatchId", m.id AS "messageId", coalesce(m.subject, d.subject) AS subject, d.created_at AS at, m.state, m.reason, r.outcome,
       r.reason AS "planReason", r.printed_at IS NOT NULL AS printed, count(*) OVER ()::int AS total
     FROM dispatch_recipient r JOIN dispatch d ON d.id = r.dispatch_id LEFT JOIN message m ON m.recipient_id = r.id
     WHERE r.person_ids @> ARRAY[$1::uuid] AND d.kind <> 'system' AND (d.author_id = $2::uuid OR EXISTS
       (SELECT 1 FROM account_user a WHERE a.account_id = d.account_id AND a.user_id = $2::uuid AND a.revoked_at IS NULL))
     ORDER BY d.created_at DESC, d.id DESC LIMIT 10`,
    [id, actor.userId],
  )
  return rows
}

const postalOf = (person: Person): PersonDetail['postal'] => {
  const { addressLines: lines, postcode, city, country } = person
  return lines.length === 0 && !postcode && !city ? null : { lines, postcode, city, country }
}

/** The lines in the envelope window and whether they fit; posted from the institution's country. */
const envelopeOf = (person: Person, from: string, language: Language): Envelope | null => {
  const address = postalOf(person)
  if (!address) return null
  const people = [{ title: parseTitle(person.title) ?? null, givenName: person.givenName, surname: person.surname }]
  const { lines, problems } = addressBlock({ people, address }, from, person.language === 'en' ? 'en' : 'fr')
  const words = problems.map(problem => sayProblem(problem, language)).join(' ')
  return { lines, fits: problems.length === 0, problem: words || null }
}

const identityOf = (person: Person) =>
  personRow.parse({
    ...person,
    classes: person.classNames,
    related: person.relatedNames,
    lastMailAt: person.lastMailAt?.toISOString() ?? null,
    userId: person.user?.id ?? null,
  })

/** Everything about one person, in the language asked for. */
export const getPerson = async (
  deps: Deps,
  right: Right<'people.read' | 'people.edit'>,
  id: Id,
  language: Language,
): Promise<PersonDetail> => {
  const person = await getVisible(deps, right.actor, id)
  const [ties, mail, institution] = await Promise.all([
    listTies(deps, right.actor, person),
    listMail(deps, right.actor, id),
    deps.database.prisma.institution.findUnique({ where: { id: 1 }, select: { country: true } }),
  ])
  return {
    ...identityOf(person),
    kind: person.kind as PersonDetail['kind'],
    birthDate: person.birthDate?.toISOString().slice(0, 10) ?? null,
    phone: person.phone || null,
    emails: person.emails.map(one => ({
      id: one.id,
      address: one.address,
      state: one.state as 'ok',
      changedAt: one.changedAt?.toISOString() ?? null,
      reason: one.reason ? sayReason(one.reason, language) : null,
    })),
    postal: postalOf(person),
    envelope: envelopeOf(person, institution?.country || 'FR', language),
    acceptsEmail: person.acceptsEmail,
    acceptsPaper: person.acceptsPaper,
    preferences: person.preferences.map(one => ({
      category: one.category as 'absences',
      email: one.email,
      paper: one.paper,
    })),
    relations: ties.map(tie => ({
      personId: tie.id,
      kind: tie.type === 'guardian' ? ('guardian' as const) : ('student' as const),
      name: `${tie.givenName} ${tie.surname}`.trim(),
      words: sayTie(tie, person.gender, language),
    })),
    mail: mail.map(({ dispatchId, messageId, subject, at, ...fact }) => ({
      dispatchId,
      messageId,
      subject,
      at: at.toISOString(),
      ...sayMail(fact, language),
    })),
    mailTotal: mail[0]?.total ?? 0,
    version: person.version,
  }
}
