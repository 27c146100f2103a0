import type { Template } from 'liquidjs'
import { checkDocument } from './check.ts'
import type { LetterDocument } from './document.ts'
import { liquid } from './engine.ts'
import type { Slots } from './slots.ts'
import { writeTemplate } from './template.ts'
import { type CompiledLetter, type CompileOptions, LetterError, type Problem } from './types.ts'

/** Mistakes of an unfinished letter, which a preview shows in place instead of refusing. */
const unfinished: readonly Problem['code'][] = [
  'unknown-field',
  'field-outside-repeat',
  'not-a-list',
  'nested-repeat',
  'bad-attribute',
]

interface Parts {
  templates: Template[]
  slots: Slots
}

const partsOf = new WeakMap<CompiledLetter, Parts>()

/** The parsed template of a compiled letter. Throws a TypeError for an object that `compileLetter` did not make. */
export function parts(letter: CompiledLetter): Parts {
  const found = partsOf.get(letter)
  if (!found) throw new TypeError('Not a letter from compileLetter: compiled letters cannot be stored or copied')
  return found
}

function namesUsed(slots: Slots): string[] {
  const names = [
    ...slots.chips.map(s => s.name),
    ...slots.conditions.map(c => c.attrs.field),
    ...slots.repeats.map(r => r.list),
  ]
  return [...new Set(names)]
}

/**
 * Makes a document ready to be rendered for many recipients. Compile once per dispatch and language.
 * @throws LetterError LETTER_INVALID with the problems of `checkDocument` (with `lenient`, only those that are unsafe or
 * unreadable); LETTER_TOO_COMPLEX if the template is too long to parse.
 */
export function compileLetter(doc: unknown, options: CompileOptions): CompiledLetter {
  const { language, category, lenient = false } = options
  const problems = checkDocument(doc, category).filter(p => !(lenient && unfinished.includes(p.code)))
  if (problems.length > 0) throw new LetterError('LETTER_INVALID', problems)
  const { template, slots } = writeTemplate(doc as LetterDocument, language, category)
  let templates: Template[]
  try {
    templates = liquid().parse(template)
  } catch (error) {
    throw new LetterError(
      'LETTER_TOO_COMPLEX',
      [],
      error instanceof Error ? error.message : 'The letter cannot be parsed',
    )
  }
  const letter: CompiledLetter = {
    language,
    category,
    template,
    fieldsUsed: namesUsed(slots),
    conditions: slots.conditions.map(c => c.attrs),
    repeats: slots.repeats.map(r => r.list),
  }
  partsOf.set(letter, { templates, slots })
  return letter
}
