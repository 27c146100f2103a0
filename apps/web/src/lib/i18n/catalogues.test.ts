import { describe, expect, it } from 'vitest'
import { catalogue as english } from './en/index.ts'
import { catalogue as french } from './fr/index.ts'
import { withMany } from './i18n.ts'

type Words = { [key: string]: string | Words }

function flatten(words: Words, prefix = ''): Map<string, string> {
  const out = new Map<string, string>()
  for (const [key, value] of Object.entries(words)) {
    const path = prefix ? `${prefix}.${key}` : key
    if (typeof value === 'string') out.set(path, value)
    else for (const [inner, text] of flatten(value, path)) out.set(inner, text)
  }
  return out
}

const en = flatten(english)
const fr = flatten(french)
const placeholders = (text: string) => [...text.matchAll(/\{\{\s*([^},\s]+)[^}]*\}\}/g)].map(match => match[1]).sort()
const tags = (text: string) => [...text.matchAll(/<\/?\w+>/g)].map(match => match[0]).sort()

describe('catalogues', () => {
  it('have words at all', () => expect(en.size).toBeGreaterThan(100))
  it('have the same keys in both languages', () => expect([...fr.keys()].sort()).toEqual([...en.keys()].sort()))
  it('have no empty text', () => {
    const empty = [...en, ...fr].filter(([, text]) => text.trim() === '').map(([key]) => key)
    expect(empty).toEqual([])
  })
  it('have the same placeholders and tags', () => {
    const differing = [...en].filter(
      ([key, text]) =>
        placeholders(text).join() !== placeholders(fr.get(key) ?? '').join() ||
        tags(text).join() !== tags(fr.get(key) ?? '').join(),
    )
    expect(differing.map(([key]) => key)).toEqual([])
  })
  it('write French punctuation with a space before it', () => {
    const wrong = [...fr].filter(([, text]) => /\p{L}[?!;](\s|$)/u.test(text.replace(/\{\{.*?\}\}/g, 'x')))
    expect(wrong.map(([key]) => key)).toEqual([])
  })
  it('give every plural a "many" form', () => {
    expect(withMany({ kept_one: 'a', kept_other: 'b' })).toEqual({ kept_one: 'a', kept_other: 'b', kept_many: 'b' })
  })
})
