import { expect, test } from 'vitest'
import { healthCode } from '../health.ts'
import { alertWords, sayAlert } from './alerts.ts'
import { healthWords, sayHealth } from './health.ts'
import { reasonWords } from './smtp.ts'

/** One sentence per reason and alert, in both languages: a changed word is a change that somebody read. */
test('the sentences of every reason code', () => {
  expect(reasonWords).toMatchSnapshot()
})

test('an alert counts one and several', () => {
  expect(sayAlert('job-stuck', 1, 'en').words).toBe('1 background job (print files, imports) failed or is late')
  expect(sayAlert('ready-without-content', 12, 'fr').words).toBe('12 messages sont prêts mais n’ont pas de contenu')
})

test('the sentences of every alert', () => {
  expect(alertWords).toMatchSnapshot()
})

test('the sentences of every part of Mailroom', () => {
  expect(healthWords).toMatchSnapshot()
  expect(Object.keys(healthWords).sort()).toEqual([...healthCode.options].sort())
})

test('what a part said is put into its sentence, and leaves no empty brackets', () => {
  expect(sayHealth('database-silent', 'en', 'ECONNREFUSED')).toContain('(ECONNREFUSED): see')
  expect(sayHealth('database-silent', 'fr')).toBe(
    'PostgreSQL ne répond pas : vérifiez qu’il fonctionne et que DATABASE_URL y mène',
  )
  expect(sayHealth('renderer-without-sandbox', 'fr', 'Chrome 156')).toBe('Chrome 156, sans son bac à sable')
})

test.each(Object.entries(reasonWords))('%s is said in two languages, without jargon', (_, [en, fr]) => {
  for (const words of [en, fr]) {
    expect(words.length).toBeGreaterThan(5)
    expect(words).not.toMatch(/\b(SMTP|DNS|RCPT|TLS|timeout|4xx|5xx|null|undefined)\b/)
  }
  expect(en).not.toBe(fr)
})
