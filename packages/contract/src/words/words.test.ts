import { expect, test } from 'vitest'
import { alertWords } from './alerts.ts'
import { reasonWords } from './smtp.ts'

/** One sentence per reason and alert, in both languages: a changed word is a change that somebody read. */
test('the sentences of every reason code', () => {
  expect(reasonWords).toMatchSnapshot()
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
