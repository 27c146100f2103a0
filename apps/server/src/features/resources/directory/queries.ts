import type { PersonKind } from '@mailroom/contract'
import type { Known, KnownClass, KnownPerson } from './rules.ts'

/** Runs one statement inside the caller's transaction or on a pool; bulk statements take their rows as one jsonb. */
export type Run = <Row>(text: string, values?: unknown[]) => Promise<Row[]>

const peopleSql = `
  SELECT p.id, p.kind, p.source, p.identifier, p.surname, p.given_name AS "givenName", p.title, p.gender,
    coalesce(to_char(p.birth_date, 'YYYY-MM-DD'), '') AS "birthDate", p.language, p.phone, p.level,
    p.address_lines AS lines, p.postcode, p.city, p.country, p.accepts_email AS "acceptsEmail",
    p.accepts_paper AS "acceptsPaper", p.retired_at IS NOT NULL AS retired,
    coalesce(e.emails, '[]'::json) AS emails, coalesce(c.preferences, '[]'::json) AS preferences
  FROM person p
  LEFT JOIN (SELECT person_id, json_agg(json_build_object('address', address, 'state', state) ORDER BY rank) AS emails
    FROM email_address GROUP BY person_id) e ON e.person_id = p.id
  LEFT JOIN (SELECT person_id, json_agg(json_build_object('category', category, 'email', email, 'paper', paper) ORDER BY category) AS preferences
    FROM contact_preference GROUP BY person_id) c ON c.person_id = p.id
  WHERE p.kind = ANY($1::text[])`

type PersonLine = Omit<KnownPerson, 'postal'> & { lines: string[]; postcode: string; city: string; country: string }

/** All people of these kinds with their classes and families, for a plan. */
export const loadKnown = async (run: Run, kinds: readonly PersonKind[]): Promise<Known> => {
  const people = await run<PersonLine>(peopleSql, [kinds])
  const classes = await run<KnownClass>(
    'SELECT id, source, identifier, name, level, retired_at IS NOT NULL AS retired FROM school_class',
  )
  const enrolments = await run<Known['enrolments'][number]>(
    'SELECT person_id AS "personId", class_id AS "classId", role FROM enrolment',
  )
  const guardianships = await run<Known['guardianships'][number]>(
    'SELECT student_id AS "studentId", guardian_id AS "guardianId", legal, relation, lives_with AS "livesWith" FROM guardianship',
  )
  const withPostal = people.map(({ lines, postcode, city, country, ...rest }) => ({
    ...rest,
    postal: { lines, postcode, city, country },
  }))
  return { people: withPostal, classes, enrolments, guardianships }
}
