import { absences, lateness } from './fields/absences.ts'
import { certificate, payment, welcome } from './fields/administration.ts'
import { date, recipient, school, sender, student } from './fields/common.ts'
import { meeting, outing } from './fields/meetings.ts'
import { results } from './fields/results.ts'
import type { Category, CategoryFacts, Field, FieldGroup, LetterData } from './fields.ts'
import type { Language } from './language.ts'

/** What each category is offered for, and the groups of fields of its own. */
export const categoryFacts: Record<Category, CategoryFacts> = {
  absences: {
    name: 'absences',
    label: { en: 'Absences', fr: 'Absences' },
    recipientKinds: ['guardian', 'student'],
    groups: ['absences', 'lateness'],
  },
  meetings: {
    name: 'meetings',
    label: { en: 'Meetings', fr: 'Réunions' },
    recipientKinds: ['guardian', 'student', 'teacher', 'staff'],
    groups: ['meeting', 'outing'],
  },
  results: {
    name: 'results',
    label: { en: 'Results', fr: 'Résultats' },
    recipientKinds: ['guardian', 'student'],
    groups: ['results'],
  },
  administration: {
    name: 'administration',
    label: { en: 'Administration', fr: 'Administration' },
    recipientKinds: ['guardian', 'student', 'teacher', 'staff'],
    groups: ['certificate', 'payment', 'welcome'],
  },
}

const own: readonly FieldGroup[] = [absences, lateness, meeting, outing, results, certificate, payment, welcome]
const before: readonly FieldGroup[] = [recipient, student]
const after: readonly FieldGroup[] = [school, sender, date]

/** The groups of fields a letter of this category may use, in the order the editor shows them. */
export function fieldCatalogue(category: Category): FieldGroup[] {
  const mine = own.filter(group => categoryFacts[category].groups.includes(group.name))
  return [...before, ...mine, ...after]
}

/** A field found by name; `list` is the list it is an item of. */
export interface FoundField {
  field: Field
  list?: Field
}

const indexes = new Map<Category, Map<string, FoundField>>()

function indexOf(category: Category): Map<string, FoundField> {
  let index = indexes.get(category)
  if (!index) {
    index = new Map()
    for (const field of fieldCatalogue(category).flatMap(group => group.fields)) {
      index.set(field.name, { field })
      for (const item of field.items ?? []) index.set(item.name, { field: item, list: field })
    }
    indexes.set(category, index)
  }
  return index
}

/** The field of that exact name, items of lists included; undefined for anything else, `__proto__` too. */
export function findField(category: Category, name: string): FoundField | undefined {
  return indexOf(category).get(name)
}

/** All field names of a category, items of lists included. */
export function fieldNames(category: Category): string[] {
  return [...indexOf(category).keys()]
}

/** Every `asked` field of the category among `used` (or all): what the dispatch form has to ask for. Items come with their list. */
export function askedFields(category: Category, used?: readonly string[]): Field[] {
  const wanted = used && new Set(used.map(name => findField(category, name)).map(f => f?.list?.name ?? f?.field.name))
  return fieldCatalogue(category)
    .flatMap(group => group.fields)
    .filter(field => field.source === 'asked' && (!wanted || wanted.has(field.name)))
}

/** Sets `path` in nested data, making the objects on the way. Refuses the names that reach a prototype. */
export function setPath(data: LetterData, path: string, value: LetterData[string]): void {
  const parts = path.split('.')
  if (parts.some(p => p === '__proto__' || p === 'constructor' || p === 'prototype')) return
  const last = parts.pop() as string
  let at = data
  for (const part of parts) {
    const next = Object.hasOwn(at, part) ? at[part] : undefined
    if (next && typeof next === 'object' && !Array.isArray(next)) at = next
    else {
      const made: LetterData = {}
      at[part] = made
      at = made
    }
  }
  at[last] = value
}

/** Complete data made of the catalogue's samples: what the editor's first preview and the tests show. */
export function sampleData(category: Category, language: Language): LetterData {
  const data: LetterData = {}
  for (const field of fieldCatalogue(category).flatMap(group => group.fields))
    setPath(data, field.name, field.sample[language])
  return data
}
