import { expect, test } from 'vitest'
import { codeMail, freshCode, readCode, secondsToWait, viewCode, writeCode } from './rules.ts'

test('a code is read as it is pasted', () => {
  for (const typed of ['012 345', ' 012345\n', '012\u00a0345', '012-345', '012–345', '０１２３４５'])
    expect(readCode(typed)).toBe('012345')
  expect(writeCode(12345)).toBe('012345')
  expect(writeCode(0)).toBe('000000')
})

test('what a code allows: 30 minutes, 5 tries, another one after a minute', () => {
  const now = new Date('2026-11-23T10:00:00Z')
  const account = { state: 'pending', ...freshCode('hash', now) }
  expect(viewCode({ ...account, codeTries: 2 })).toEqual({
    sentAt: '2026-11-23T10:00:00.000Z',
    expiresAt: '2026-11-23T10:30:00.000Z',
    triesLeft: 3,
    resendAt: '2026-11-23T10:01:00.000Z',
  })
  expect(viewCode({ ...account, state: 'active' })).toBeNull()
  expect(viewCode({ ...account, codeHash: null })).toBeNull()
  expect(secondsToWait(now, new Date('2026-11-23T10:00:17.200Z'))).toBe(43)
  expect(secondsToWait(now, new Date('2026-11-23T10:02:00Z'))).toBe(0)
  expect(secondsToWait(null, now)).toBe(0)
})

test('the e-mail says who asks, for what, and how long the code lives; its subject does not hold the code', () => {
  const facts = {
    code: '012345',
    designation: 'Vie scolaire <b>',
    by: 'Julien Roche',
    institution: 'Lycée des Tilleuls',
    accent: '#22452f',
  }
  const fr = codeMail({ ...facts, language: 'fr' })
  expect(fr.subject).toBe('Votre code pour confirmer cette adresse (Lycée des Tilleuls)')
  expect(fr.text).toContain('Julien Roche souhaite envoyer des e-mails depuis cette adresse')
  expect(fr.text).toContain('012\u00a0345')
  expect(fr.text).toContain('30 minutes')
  expect(fr.html).toContain('Vie scolaire &lt;b&gt;')
  expect(fr.html).toContain('color: #22452f')
  const en = codeMail({ ...facts, institution: '', designation: null, language: 'en' })
  expect(en.subject).toBe('Your code to confirm this address')
  expect(en.text).toContain('Julien Roche wants to send e-mail from this address.')
  expect(en.text).not.toContain('Vie scolaire')
})
