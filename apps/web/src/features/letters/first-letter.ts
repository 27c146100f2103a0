import type { LetterContents } from '@mailroom/contract'
import type { Language } from './letter-words.ts'

const salutations: Record<Language, string> = { en: 'Dear Sir or Madam', fr: 'Madame, Monsieur' }

/** A new letter begins as all letters do: its subject line, the greeting, room for the text, who signs. */
export function firstLetter(language: Language, designation: string): LetterContents {
  const subject = designation.trim()
  const greeting = { field: 'recipient.greeting', ifEmpty: 'write', fallback: salutations[language] }
  const content = [
    { type: 'heading', attrs: { level: 1 }, ...(subject ? { content: [{ type: 'text', text: subject }] } : {}) },
    {
      type: 'paragraph',
      content: [
        { type: 'mergeField', attrs: greeting },
        { type: 'text', text: ',' },
      ],
    },
    { type: 'paragraph' },
    {
      type: 'paragraph',
      attrs: { indent: 'half' },
      content: [{ type: 'mergeField', attrs: { field: 'sender.name', ifEmpty: 'blank' } }],
    },
  ]
  return { [language]: { subject, document: { type: 'doc', content } } }
}
