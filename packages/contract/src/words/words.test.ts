import { expect, test } from 'vitest'
import { alertWords, sayAlert } from './alerts.ts'
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

test.each(Object.entries(reasonWords))('%s is said in two languages, without jargon', (_, [en, fr]) => {
  for (const words of [en, fr]) {
    expect(words.length).toBeGreaterThan(5)
    expect(words).not.toMatch(/\b(SMTP|DNS|RCPT|TLS|timeout|4xx|5xx|null|undefined)\b/)
  }
  expect(en).not.toBe(fr)
})
