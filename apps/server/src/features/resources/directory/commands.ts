import type { PersonKind } from '@mailroom/contract'
import type pg from 'pg'
import type { Deps } from '../../../deps.ts'
import type { Transaction } from '../../../platform/database.ts'
import type { ClassPlan, Matches, PersonPlan, Plan } from '../planning/rules.ts'
import { matchByIdentifier, planDirectory } from '../planning/rules.ts'
import { addressFault, sortNameOf } from '../rules.ts'
import { loadKnown, type Run } from './queries.ts'
import { type DerivationFacts, type Directory, deriveColumns } from './rules.ts'

/** Statements of a Prisma transaction. */
export const runIn =
  (tx: Pick<Transaction, '$queryRawUnsafe'>): Run =>
  (text, values = []) =>
    tx.$queryRawUnsafe(text, ...values)
/** Statements of a pool or one of its clients. */
export const runOn =
  (client: Pick<pg.Pool, 'query'>): Run =>
  async (text, values = []) =>
    (await client.query(text, values)).rows

const chunkSize = 2000
const chunks = <T>(rows: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(rows.length / chunkSize) }, (_, at) =>
    rows.slice(at * chunkSize, (at + 1) * chunkSize),
  )

/** One statement for many rows: they arrive as one jsonb parameter, in chunks that keep it small. */
const runRows = async (run: Run, text: string, rows: readonly unknown[], after?: (done: number) => Promise<void>) => {
  for (const chunk of chunks(rows)) {
    await run(text, [JSON.stringify(chunk)])
    await after?.(chunk.length)
  }
}

const newIds = async (run: Run, count: number) =>
  count === 0
    ? []
    : (await run<{ id: string }>('SELECT uuidv7() AS id FROM generate_series(1, $1::int)', [count])).map(row => row.id)

const affectedSql = `
  SELECT p.id, p.kind, p.surname, p.given_name AS "givenName", p.identifier, p.phone, p.city, p.level,
    p.accepts_email AS "acceptsEmail", p.accepts_paper AS "acceptsPaper",
    coalesce((SELECT json_agg(json_build_object('address', e.address, 'state', e.state) ORDER BY e.rank) FROM email_address e WHERE e.person_id = p.id), '[]') AS emails,
    coalesce((SELECT json_agg(json_build_object('category', c.category, 'email', c.email, 'paper', c.paper)) FROM contact_preference c WHERE c.person_id = p.id), '[]') AS preferences,
    coalesce((SELECT json_agg(json_build_object('name', c.name, 'level', c.level, 'course', c.source LIKE '%-course') ORDER BY s.born, c.name)
      FROM (SELECT p.id AS student, NULL::date AS born WHERE p.kind <> 'guardian'
        UNION ALL SELECT g.student_id, st.birth_date FROM guardianship g JOIN person st ON st.id = g.student_id AND st.retired_at IS NULL WHERE g.guardian_id = p.id AND p.kind = 'guardian') s
      JOIN enrolment n ON n.person_id = s.student JOIN school_class c ON c.id = n.class_id AND c.retired_at IS NULL), '[]') AS classes,
    coalesce((SELECT json_agg(json_build_object('surname', r.surname, 'givenName', r.given_name) ORDER BY g.rank, r.birth_date, r.sort_name)
      FROM (SELECT student_id AS other, 0 AS rank FROM guardianship WHERE guardian_id = p.id
        UNION ALL SELECT guardian_id, CASE legal WHEN 0 THEN 9 ELSE legal END FROM guardianship WHERE student_id = p.id) g
      JOIN person r ON r.id = g.other AND r.retired_at IS NULL), '[]') AS related
  FROM person p WHERE p.id IN (
    SELECT unnest($1::uuid[]) UNION SELECT guardian_id FROM guardianship WHERE student_id = ANY($1::uuid[])
    UNION SELECT student_id FROM guardianship WHERE guardian_id = ANY($1::uuid[]))`

const refreshSql = `
  UPDATE person p SET sort_name = d."sortName", search_text = d."searchText", reach = d.reach, email = d.email,
    level = d.level, class_names = d."classNames", related_names = d."relatedNames"
  FROM jsonb_to_recordset($1::jsonb) AS d(id uuid, "sortName" text, "searchText" text, reach text, email text, level text, "classNames" text[], "relatedNames" text[])
  WHERE p.id = d.id AND (p.sort_name, p.search_text, p.reach, p.email, p.level, p.class_names, p.related_names)
    IS DISTINCT FROM (d."sortName", d."searchText", d.reach, d.email, d.level, d."classNames", d."relatedNames")`

/** Computes the derived columns of these people, and of their families, whose lists name them. */
export const refreshPeople = async (run: Run, ids: readonly string[]): Promise<void> => {
  for (const chunk of chunks([...new Set(ids)])) {
    const facts = await run<DerivationFacts & { id: string }>(affectedSql, [chunk])
    await runRows(
      run,
      refreshSql,
      facts.map(one => ({ id: one.id, ...deriveColumns(one) })),
    )
  }
}

const classSql = `
  INSERT INTO school_class (id, source, identifier, name, level, retired_at)
  SELECT id, source, identifier, name, level, CASE WHEN retired THEN now() END
  FROM jsonb_to_recordset($1::jsonb) AS d(id uuid, source text, identifier text, name text, level text, retired boolean)
  ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, level = EXCLUDED.level, retired_at = EXCLUDED.retired_at`

const personSql = `
  INSERT INTO person (id, kind, source, identifier, title, surname, given_name, gender, birth_date, language, phone, address_lines, postcode, city, country, accepts_email, accepts_paper, level, sort_name, search_text, retired_at)
  SELECT id, kind, source, identifier, title, surname, "givenName", gender, nullif("birthDate", '')::date, language, phone, lines, postcode, city, country, "acceptsEmail", "acceptsPaper", level, "sortName", '', CASE WHEN retired THEN now() END
  FROM jsonb_to_recordset($1::jsonb) AS d(id uuid, kind text, source text, identifier text, title text, surname text, "givenName" text, gender text, "birthDate" text, language text, phone text, lines text[], postcode text, city text, country text, "acceptsEmail" boolean, "acceptsPaper" boolean, level text, "sortName" text, retired boolean)
  ON CONFLICT (id) DO UPDATE SET title = EXCLUDED.title, surname = EXCLUDED.surname, given_name = EXCLUDED.given_name, gender = EXCLUDED.gender,
    birth_date = EXCLUDED.birth_date, language = EXCLUDED.language, phone = EXCLUDED.phone, address_lines = EXCLUDED.address_lines, postcode = EXCLUDED.postcode,
    city = EXCLUDED.city, country = EXCLUDED.country, accepts_email = EXCLUDED.accepts_email, accepts_paper = EXCLUDED.accepts_paper, level = EXCLUDED.level,
    retired_at = EXCLUDED.retired_at, version = person.version + 1`

// One row per person, so that a chunk always holds all addresses of the people in it.
const emailsSql = `
  WITH given AS (
      SELECT d."personId", e.value->>'address' AS address, e.value->>'state' AS state, e.rank::int - 1 AS rank
      FROM jsonb_to_recordset($1::jsonb) AS d("personId" uuid, emails jsonb), jsonb_array_elements(d.emails) WITH ORDINALITY AS e(value, rank)),
    gone AS (DELETE FROM email_address e USING (SELECT DISTINCT "personId" FROM given) g WHERE e.person_id = g."personId"
      AND NOT EXISTS (SELECT 1 FROM given k WHERE k."personId" = e.person_id AND k.address = e.address))
  INSERT INTO email_address (person_id, rank, address, state, changed_at)
  SELECT "personId", rank, address, state, now() FROM given
  ON CONFLICT (person_id, address) DO UPDATE SET rank = EXCLUDED.rank`

const preferencesSql = `
  INSERT INTO contact_preference (person_id, category, email, paper)
  SELECT "personId", category, email, paper FROM jsonb_to_recordset($1::jsonb) AS d("personId" uuid, category text, email boolean, paper boolean)
  ON CONFLICT (person_id, category) DO UPDATE SET email = EXCLUDED.email, paper = EXCLUDED.paper`

const enrolSql = `
  INSERT INTO enrolment (person_id, class_id, role)
  SELECT person, class, role FROM jsonb_to_recordset($1::jsonb) AS d(person uuid, class uuid, role text) ON CONFLICT DO NOTHING`
const leaveSql = `
  DELETE FROM enrolment e USING jsonb_to_recordset($1::jsonb) AS d("personId" uuid, "classId" uuid) WHERE e.person_id = d."personId" AND e.class_id = d."classId"`

const guardianSql = `
  INSERT INTO guardianship (student_id, guardian_id, legal, relation, lives_with)
  SELECT student, guardian, legal, relation, "livesWith"
  FROM jsonb_to_recordset($1::jsonb) AS d(student uuid, guardian uuid, legal int, relation text, "livesWith" boolean)
  ON CONFLICT (student_id, guardian_id) DO UPDATE SET legal = EXCLUDED.legal, relation = EXCLUDED.relation, lives_with = EXCLUDED.lives_with`

/** Gives every new row its id; returns how a key of the directory is called in the database. */
const nameRows = async (
  run: Run,
  rows: readonly { key: string; id: string | null }[],
): Promise<Map<string, string>> => {
  const fresh = await newIds(run, rows.filter(row => row.id === null).length)
  return new Map(rows.map(row => [row.key, row.id ?? fresh.pop() ?? '']))
}

const writeClasses = async (run: Run, classes: readonly ClassPlan[]) => {
  const ids = await nameRows(run, classes)
  const changed = classes.filter(one => one.changed)
  await runRows(
    run,
    classSql,
    changed.map(one => ({ id: ids.get(one.key), ...one.record })),
  )
  return ids
}

const writePeople = async (
  run: Run,
  people: readonly PersonPlan[],
  ids: Map<string, string>,
  after: (done: number) => Promise<void>,
) => {
  const changed = people.filter(one => one.outcome !== 'unchanged')
  const withId = changed.map(one => ({ id: ids.get(one.key) ?? '', ...one.record }))
  const rows = withId.map(({ postal, emails: _, preferences: __, ...rest }) => ({
    ...rest,
    ...postal,
    sortName: sortNameOf(rest),
  }))
  await runRows(run, personSql, rows, after)
  await runRows(
    run,
    emailsSql,
    withId.map(one => ({ personId: one.id, emails: one.emails })),
  )
  await runRows(
    run,
    preferencesSql,
    withId.flatMap(one => one.preferences.map(kept => ({ personId: one.id, ...kept }))),
  )
  return withId.map(one => one.id)
}

/** Writes a plan; `after` hears how many people are done. Returns the ids of the directory's people by key. */
export const writePlan = async (
  run: Run,
  plan: Plan,
  after: (done: number) => Promise<void> = async () => {},
): Promise<Map<string, string>> => {
  const classIds = await writeClasses(run, plan.classes)
  const ids = await nameRows(run, plan.people)
  const changed = await writePeople(run, plan.people, ids, after)
  const added = plan.enrolments.add.map(one => ({
    person: ids.get(one.person),
    class: classIds.get(one.class),
    role: one.role,
  }))
  await runRows(run, enrolSql, added)
  await runRows(run, leaveSql, plan.enrolments.remove)
  await runRows(
    run,
    guardianSql,
    plan.guardianships.map(one => ({ ...one, student: ids.get(one.student), guardian: ids.get(one.guardian) })),
  )
  const renamed = plan.classes.filter(one => one.changed && one.id).map(one => one.id)
  const inRenamed = await run<{ id: string }>(
    'SELECT DISTINCT person_id AS id FROM enrolment WHERE class_id = ANY($1::uuid[])',
    [renamed],
  )
  const relinked = plan.guardianships.flatMap(one => [ids.get(one.student) ?? '', ids.get(one.guardian) ?? ''])
  await refreshPeople(run, [...changed, ...relinked, ...inRenamed.map(row => row.id)])
  return ids
}

const kindsOf = (directory: Directory): PersonKind[] => [...new Set(directory.people.map(one => one.kind))]

/** Compares a directory with the lists and writes the difference, in the caller's transaction. */
export const savePeople = async (
  run: Run,
  directory: Directory,
  match: (directory: Directory, known: Awaited<ReturnType<typeof loadKnown>>) => Matches = matchByIdentifier,
) => {
  const known = await loadKnown(run, kindsOf(directory))
  const plan = planDirectory(directory, known, match(directory, known))
  return { plan, ids: await writePlan(run, plan) }
}

/**
 * Marks an address wherever it stands (came back, works again) and says anew how its people are reached. `reason` is a
 * code. Answers with the people concerned.
 */
export const markAddress = async (
  run: Run,
  address: string,
  state: 'ok' | 'unverified' | 'bounced' | 'invalid',
  reason: string | null,
): Promise<string[]> => {
  const changed = await run<{ id: string }>(
    'UPDATE email_address SET state = $2, reason = $3, changed_at = now() WHERE address = $1 AND (state <> $2 OR reason IS DISTINCT FROM $3) RETURNING person_id AS id',
    [address.toLowerCase(), state, reason],
  )
  const ids = changed.map(row => row.id)
  await refreshPeople(run, ids)
  return ids
}

/** A message failed for good: where the reason lies in its address, the address is marked. For the delivery. */
export const flagAddress = async ({ database }: Deps, messageId: string, reason: string): Promise<void> => {
  const state = addressFault(reason)
  if (!state) return
  await database.prisma.$transaction(async tx => {
    const message = await tx.message.findUnique({ where: { id: messageId }, select: { toAddress: true } })
    if (message) await markAddress(runIn(tx), message.toAddress, state, reason)
  })
}

/** A person's corrected address takes the place of the old one, at its rank, not verified yet. */
export const replaceAddress = async (
  tx: Transaction,
  personId: string,
  old: string,
  address: string,
): Promise<void> => {
  const before = await tx.emailAddress.findMany({ where: { personId }, orderBy: { rank: 'asc' } })
  const rank = before.find(one => one.address === old)?.rank ?? 0
  const known = before.some(one => one.address === address)
  await tx.emailAddress.deleteMany({ where: { personId, address: old, NOT: { address } } })
  if (known) await tx.emailAddress.updateMany({ where: { personId, address }, data: { rank } })
  else await tx.emailAddress.create({ data: { personId, address, rank, state: 'unverified', changedAt: new Date() } })
  await tx.person.update({ where: { id: personId }, data: { version: { increment: 1 } } })
  await refreshPeople(runIn(tx), [personId])
}
