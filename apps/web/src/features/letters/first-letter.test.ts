import { categories } from '@mailroom/letter'
import { describe, expect, it } from 'vitest'
import { problemsOf } from './editor/letter-problems.ts'
import { firstLetter } from './first-letter.ts'

describe('firstLetter', () => {
  it('is sound in every category and language, named or not', () => {
    for (const category of categories) {
      for (const language of ['en', 'fr'] as const) {
        expect(problemsOf(firstLetter(language, 'Fête de l’école'), category)).toEqual([])
        expect(problemsOf(firstLetter(language, ' '), category)).toEqual([])
      }
    }
  })
})
