import { describe, expect, test } from 'vitest'
import {
  domainOf,
  isAuthorised,
  isForbiddenAddress,
  isLocalName,
  parseDomain,
  parseHost,
  resolveSender,
  type SenderInput,
} from './rules.ts'

describe('which From and Reply-To', () => {
  const input: SenderInput = {
    user: { name: 'Hélène Marchand', email: 'helene@tilleuls.example' },
    account: { kind: 'institution', designation: 'Secrétariat', address: 'secretariat@tilleuls.example' },
    responseAddress: null,
    senderName: 'Lycée des Tilleuls',
    institution: 'Tilleuls',
    defaultSenderAddress: 'noreply@tilleuls.example',
    domains: ['tilleuls.example'],
  }
  const personal = { kind: 'personal', designation: 'Mine', address: 'helene@tilleuls.example' } as const
  const outside = { ...personal, address: 'helene@free.example' } as const

  test('an account inside the authorised domains sends as itself', () => {
    expect(resolveSender(input)).toEqual({
      from: { name: 'Secrétariat, Lycée des Tilleuls', address: 'secretariat@tilleuls.example' },
      replyTo: null,
      envelopeFrom: 'secretariat@tilleuls.example',
      rewritten: false,
      why: 'inside',
    })
    expect(resolveSender({ ...input, account: personal }).from).toEqual({
      name: 'Hélène Marchand',
      address: 'helene@tilleuls.example',
    })
  })

  test('any other goes out as the default sender, and answers find their way', () => {
    expect(resolveSender({ ...input, account: outside })).toEqual({
      from: { name: 'Hélène Marchand via Lycée des Tilleuls', address: 'noreply@tilleuls.example' },
      replyTo: { name: 'Hélène Marchand', address: 'helene@free.example' },
      envelopeFrom: 'noreply@tilleuls.example',
      rewritten: true,
      why: 'outside',
    })
  })

  test('a response address of one’s own wins for answers, inside and outside', () => {
    const responseAddress = 'answers@elsewhere.example'
    for (const account of [input.account, personal, outside])
      expect(resolveSender({ ...input, account, responseAddress }).replyTo?.address).toBe(responseAddress)
  })

  test('no domain is authorised: everybody is rewritten', () => {
    expect(resolveSender({ ...input, domains: [] })).toMatchObject({
      rewritten: true,
      envelopeFrom: 'noreply@tilleuls.example',
    })
  })

  test('a notification comes from the institution and asks for no answer', () => {
    expect(resolveSender({ ...input, account: null, responseAddress: 'x@y.example' })).toMatchObject({
      from: { name: 'Lycée des Tilleuls', address: 'noreply@tilleuls.example' },
      replyTo: null,
      why: 'notification',
    })
  })

  test('without a sender’s name the institution’s is shown; with neither, none', () => {
    expect(resolveSender({ ...input, senderName: '', account: outside }).from.name).toBe('Hélène Marchand via Tilleuls')
    expect(resolveSender({ ...input, senderName: '', institution: '' }).from.name).toBe('Secrétariat')
    expect(resolveSender({ ...input, senderName: '', institution: '', account: outside }).from.name).toBe(
      'Hélène Marchand',
    )
  })
})

describe('authorised domains', () => {
  test.each([
    ['a@school.example', ['school.example'], true],
    ['a@SCHOOL.example', ['school.example'], true],
    ['a@mail.school.example', ['school.example'], false],
    ['a@mail.school.example', ['.school.example'], true],
    ['a@school.example', ['.school.example'], true],
    ['a@notschool.example', ['.school.example'], false],
    ['a@notschool.example', ['school.example'], false],
    ['a@school.example.evil.example', ['school.example', '.school.example'], false],
    ['a@école.example', ['xn--cole-9oa.example'], true],
    ['"a@evil.example"@school.example', ['school.example'], true],
    ['a@school.example', [], false],
    ['nobody', ['nobody.example'], false],
  ])('%s in %j: %s', (address, domains, expected) => expect(isAuthorised(address, domains)).toBe(expected))

  test.each([
    ['School.Example', 'school.example'],
    [' .school.example ', '.school.example'],
    ['école.fr', 'xn--cole-9oa.fr'],
    ['*.fr', null],
    ['ecole', null],
    ['@ecole', null],
    ['a b.fr', null],
    ['1.2.3.4', null],
    ['-a.fr', null],
    ['', null],
    [`${'a'.repeat(64)}.fr`, null],
  ])('%j is kept as %j', (typed, kept) => expect(parseDomain(typed)).toBe(kept))

  test('the domain of an address', () => expect(domainOf('A@École.FR')).toBe('xn--cole-9oa.fr'))
})

describe('hosts', () => {
  test.each([
    ['smtp.school.example', 'smtp.school.example'],
    [' SMTP.School.Example ', 'smtp.school.example'],
    ['192.0.2.7', '192.0.2.7'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['2130706433', '127.0.0.1'],
    ['0x7f.1', '127.0.0.1'],
    ['017700000001', '127.0.0.1'],
    ['http://x', null],
    ['a b', null],
    ['', null],
    ['-a.example', null],
    ['user@host', null],
  ])('%j → %j', (typed, host) => expect(parseHost(typed)).toBe(host))

  test.each([
    ['127.0.0.1', true],
    ['127.8.8.8', true],
    ['0.0.0.0', true],
    ['169.254.169.254', true],
    ['224.0.0.1', true],
    ['::1', true],
    ['::', true],
    ['fe80::1', true],
    ['fd00:ec2::254', true],
    ['::ffff:127.0.0.1', true],
    ['::ffff:7f00:1', true],
    ['::ffff:a9fe:a9fe', true],
    ['::ffff:169.254.169.254', true],
    ['192.0.2.7', false],
    ['10.0.0.5', false],
    ['2001:db8::1', false],
    ['::ffff:192.0.2.7', false],
  ])('%s is forbidden: %s', (address, expected) => expect(isForbiddenAddress(address)).toBe(expected))

  test('names of this machine', () => {
    expect(['localhost', 'a.localhost', 'localhost.example'].map(isLocalName)).toEqual([true, true, false])
  })
})
