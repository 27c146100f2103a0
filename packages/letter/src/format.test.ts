import { describe, expect, it } from 'vitest'
import { fieldCatalogue, findField } from './catalogue.ts'
import { formatDate, formatTime } from './dates.ts'
import { categories } from './fields.ts'
import { formatNames, formatOf, formatsOf, formatValue, isEmpty } from './format.ts'
import { formatCount, formatList, formatMoney, formatNumber, parseNumber } from './numbers.ts'
import { formatPronoun } from './pronouns.ts'

const plain = (text: string | undefined) => text?.replace(/[\u00a0\u202f]/g, ' ')

describe('dates', () => {
  it.each([
    ['long', 'Friday 4 December', 'vendredi 4 décembre'],
    ['full', 'Friday 4 December 2026', 'vendredi 4 décembre 2026'],
    ['date', '4 December 2026', '4 décembre 2026'],
    ['short', 'Fri 4 Dec', 'ven. 4 déc.'],
    ['numeric', '04/12/2026', '04/12/2026'],
    ['month', 'December', 'décembre'],
    ['month-year', 'December 2026', 'décembre 2026'],
    ['weekday', 'Friday', 'vendredi'],
    ['on', 'on Friday 4 December', 'le vendredi 4 décembre'],
    ['by', 'by Friday 4 December', 'avant le vendredi 4 décembre'],
  ] as const)('%s', (format, en, fr) => {
    expect(plain(formatDate('2026-12-04', 'en', format))).toBe(en)
    expect(plain(formatDate('2026-12-04', 'fr', format))).toBe(fr)
  })
  it('writes the French first of a month as an ordinal, and September short in English', () => {
    expect(plain(formatDate('2026-09-01', 'fr', 'date'))).toBe('1er septembre 2026')
    expect(plain(formatDate('2026-09-11', 'fr', 'date'))).toBe('11 septembre 2026')
    expect(plain(formatDate('2026-09-01', 'en', 'short'))).toBe('Tue 1 Sep')
  })
  it('keeps the day at any hour and refuses days that do not exist', () => {
    expect(plain(formatDate('2026-12-04T23:59:00Z', 'en'))).toBe('Friday 4 December')
    for (const bad of ['2026-02-30', '2026-13-01', 'next Friday', '04/12/2026', ''])
      expect(formatDate(bad, 'en')).toBeUndefined()
    expect(plain(formatDate('2028-02-29', 'en', 'day'))).toBe('29 February')
  })
  it('does not break between day and month', () => {
    expect(formatDate('2026-12-04', 'fr', 'long')).toBe('vendredi 4\u00a0décembre')
  })
})

describe('times', () => {
  it.each([
    ['17:30', 'time', '17:30', '17 h 30'],
    ['20:00', 'time', '20:00', '20 h'],
    ['20:00', 'aligned', '20:00', '20 h 00'],
    ['08:05', 'time', '8:05', '8 h 05'],
    ['00:00', 'twelve', '12 am', '0 h'],
    ['17:30', 'twelve', '5.30 pm', '17 h 30'],
    ['17:30', 'at', 'at 17:30', 'à 17 h 30'],
    ['17:30', 'from', 'from 17:30', 'à partir de 17 h 30'],
  ] as const)('%s as %s', (value, format, en, fr) => {
    expect(plain(formatTime(value, 'en', format))).toBe(en)
    expect(plain(formatTime(value, 'fr', format))).toBe(fr)
  })
  it('refuses what is no time', () => {
    for (const bad of ['24:00', '12:60', '5pm', '']) expect(formatTime(bad, 'en')).toBeUndefined()
  })
})

describe('numbers', () => {
  it('reads both ways of typing', () => {
    expect(['1 250,50', '1,250.50', '1.250,50', '1250.5', '1\u202f250,5'].map(parseNumber)).toEqual([
      1250.5, 1250.5, 1250.5, 1250.5, 1250.5,
    ])
    expect(parseNumber('12,5')).toBe(12.5)
    expect(parseNumber('1,250')).toBe(1250)
    expect(['abc', '', '1e5', '0x10', '--1', 'Infinity'].map(parseNumber)).toEqual(Array(6).fill(undefined))
    expect(parseNumber(Number.NaN)).toBeUndefined()
  })
  it('writes numbers and money', () => {
    expect(formatNumber(1250.5, 'en')).toBe('1,250.5')
    expect(plain(formatNumber(1250.5, 'fr'))).toBe('1 250,5')
    expect(formatMoney(24.5, 'en', 'EUR')).toBe('€24.50')
    expect(plain(formatMoney(24.5, 'fr', 'EUR'))).toBe('24,50 €')
    expect(formatMoney(24, 'en', 'GBP')).toBe('£24')
    expect(plain(formatMoney(24, 'fr', 'GBP'))).toBe('24 £')
  })
  it('counts with the right plural', () => {
    const unit = { en: ['half-day', 'half-days'], fr: ['demi-journée', 'demi-journées'] } as const
    expect([0, 1, 2].map(n => plain(formatCount(n, 'en', unit.en)))).toEqual([
      '0 half-days',
      '1 half-day',
      '2 half-days',
    ])
    expect([0, 1, 1.5, 2].map(n => plain(formatCount(n, 'fr', unit.fr)))).toEqual([
      '0 demi-journée',
      '1 demi-journée',
      '1,5 demi-journée',
      '2 demi-journées',
    ])
  })
  it('joins lists', () => {
    expect(formatList(['Tobi', 'Simi'], 'en')).toBe('Tobi and Simi')
    expect(formatList(['Tobi', ' ', 'Lina', 'Simi'], 'en')).toBe('Tobi, Lina and Simi')
    expect(formatList(['Tobi', 'Lina', 'Simi'], 'fr')).toBe('Tobi, Lina et Simi')
    expect(formatList([], 'fr')).toBe('')
  })
})

describe('names and pronouns', () => {
  it('elides in French, adds ’s in English', () => {
    expect(['Lina', 'Arthur', 'Hélène', 'Élodie', 'Yves', 'Yann', 'Œdipe'].map(n => formatOf(n, 'fr'))).toEqual([
      'de Lina',
      'd’Arthur',
      'd’Hélène',
      'd’Élodie',
      'd’Yves',
      'de Yann',
      'd’Œdipe',
    ])
    expect(formatOf('James', 'en')).toBe('James’s')
  })
  it('knows the forms, and other spellings', () => {
    expect(formatPronoun('she', 'fr', 'subject')).toBe('elle')
    expect(formatPronoun('IL', 'en', 'possessive')).toBe('his')
    expect(formatPronoun('they', 'en', 'subject-capital')).toBe('They')
    expect(formatPronoun('he', 'fr', 'agreement')).toBe('')
    expect(formatPronoun('f', 'fr', 'agreement')).toBe('e')
    expect(formatPronoun('xe', 'en', 'subject')).toBe('xe')
    expect(formatPronoun('constructor', 'en', 'object')).toBe('them')
  })
})

describe('values', () => {
  const field = (name: string) => findField('administration', name)!.field
  it('takes the default for an unknown format and writes oddly shaped values as they are', () => {
    expect(plain(formatValue(field('welcome.date'), '2026-09-01', 'en', 'nonsense'))).toBe('Tuesday 1 September')
    expect(formatValue(field('welcome.date'), 'next\nFriday', 'en')).toBe('next Friday')
    expect(formatValue(field('payment.amount'), 'on request', 'en')).toBe('on request')
    expect(formatValue(field('school.addressLines'), 'a\nb', 'en')).toBe('a\nb')
  })
  it('knows what is empty', () => {
    expect([undefined, null, '', '  \u0000', [], ['', ' '], Number.NaN].map(isEmpty)).toEqual(Array(7).fill(true))
    expect([0, 'x', ['x'], [{ a: 1 }]].map(isEmpty)).toEqual([false, false, false, false])
  })
  it('gives an example in both languages for every format of every field', () => {
    for (const category of categories) {
      for (const f of fieldCatalogue(category)
        .flatMap(g => g.fields)
        .flatMap(f => f.items ?? [f])) {
        for (const option of formatsOf(f)) {
          expect(option.label.fr, `${f.name} ${option.name}`).not.toBe(option.name)
          if (option.name !== 'agreement')
            expect(option.example.en && option.example.fr, `${f.name} ${option.name}`).toBeTruthy()
        }
        expect(formatNames(f).length, f.name).toBeGreaterThan(0)
      }
    }
  })
})
