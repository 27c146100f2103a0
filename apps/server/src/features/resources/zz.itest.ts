import { personFilters } from '@mailroom/contract'
import { afterAll, beforeAll, test } from 'vitest'
import { startTestApp, type TestApp } from '../../testing/app.ts'
import { conditionFor, orderBy } from './filters/rules.ts'
let t: TestApp
beforeAll(async () => { t = await startTestApp() })
afterAll(() => t.close())
test('explain', async () => {
  const { pool } = t.deps.database
  await pool.query(`
    WITH students AS (INSERT INTO person (kind, surname, given_name, sort_name, search_text, class_names) SELECT 'student', 'Many' || n, 'A', 'many' || n, 'many', '{9e}' FROM generate_series(1, 2500) n RETURNING id),
      guardians AS (INSERT INTO person (kind, surname, given_name, sort_name, search_text, email, reach, address_lines, city) SELECT 'guardian', 'Many' || n, 'B', 'many' || n, 'many ' || n || ' zoe dupont paris', 'g' || n || '@many.example', 'ok', '{1 rue X}', 'Lyon' FROM generate_series(1, 10000) n RETURNING id),
      numbered AS (SELECT id, row_number() OVER () AS n FROM students), others AS (SELECT id, row_number() OVER () AS n FROM guardians)
    INSERT INTO guardianship (student_id, guardian_id, legal) SELECT s.id, g.id, 1 FROM others g JOIN numbered s ON s.n = (g.n + 1) / 2`)
  await pool.query('VACUUM ANALYZE')
  for (const [f, sort] of [[{}, 'name'], [{ search: 'zoe 99' }, 'name'], [{}, 'email'], [{ level: '5e' }, 'name']] as const) {
    const { where, values } = conditionFor({ role: 'secretary', personId: null }, 'guardian', personFilters.parse(f))
    for (const sql of [`SELECT p.* FROM person p WHERE ${where} ${orderBy(sort, 'asc')} LIMIT 100`, `SELECT count(*)::int AS total FROM person p WHERE ${where}`]) {
      const { rows } = await pool.query(`EXPLAIN (ANALYZE) ${sql}`, values)
      process.stdout.write(`--- ${JSON.stringify(f)} ${sort}\n${rows.map(r => r['QUERY PLAN']).join('\n')}\n`)
    }
  }
  const chosen = `SELECT p.id FROM person p WHERE p.kind='student' AND p.retired_at IS NULL`
  for (let i = 0; i < 3; i++) {
    let s = performance.now()
    const ties = (await pool.query(`SELECT g.guardian_id AS "contactId", g.student_id AS "studentId", g.legal, g.lives_with AS "livesWith"
  FROM guardianship g JOIN person s ON s.id = g.student_id JOIN person p ON p.id = g.guardian_id AND p.retired_at IS NULL
  WHERE g.student_id IN (${chosen}) AND g.receives_letters AND g.legal >= 1
  ORDER BY s.sort_name, s.id, g.legal, p.sort_name`)).rows
    const a = performance.now() - s
    const ids = [...new Set(ties.map(x => x.contactId))]
    s = performance.now()
    const c = await pool.query(`SELECT p.id, p.kind, p.title, p.surname, p.given_name AS "givenName", p.gender, p.language, p.email, p.reach, p.accepts_paper AS "acceptsPaper",
    p.address_lines AS "addressLines", p.postcode, p.city, p.country, e.state,
    CASE WHEN c.category IS NULL THEN NULL ELSE json_build_object('email', c.email, 'paper', c.paper) END AS preference
  FROM person p LEFT JOIN email_address e ON e.person_id = p.id AND e.address = p.email
  LEFT JOIN contact_preference c ON c.person_id = p.id AND c.category = $2 WHERE p.id = ANY($1::uuid[])`, [ids, null])
    process.stdout.write(`ties ${ties.length} ${a} contacts ${c.rows.length} ${performance.now() - s}\n`)
  }
})
