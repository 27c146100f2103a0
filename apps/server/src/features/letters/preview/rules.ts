import type { DispatchChoice, Language, LetterContents, PersonKind } from '@mailroom/contract'
import {
  askedFields,
  type Category,
  checkDocument,
  checkSubject,
  type FieldValue,
  type MissingField,
} from '@mailroom/letter'
import type { Frozen, LetterRecipient } from '../frozen/rules.ts'

/** Before there is any recipient: the people of the field catalogue's own samples. */
const samples: Record<Language, LetterRecipient['data']> = {
  en: {
    kind: 'guardian',
    recipients: [{ title: 'mrs', givenName: 'Helen', surname: 'Whitcombe' }],
    students: [{ givenName: 'Arthur', surname: 'Whitcombe', className: '4B', pronouns: 'he', birthDate: '2012-03-09' }],
    address: { lines: ['14 Orchard Lane'], postcode: 'OX2 6TP', city: 'Oxford', country: 'GB' },
  },
  fr: {
    kind: 'guardian',
    recipients: [
      { title: 'mrs', givenName: 'Claire', surname: 'Lefèvre' },
      { title: 'mr', givenName: 'Antoine', surname: 'Lefèvre' },
    ],
    students: [{ givenName: 'Lina', surname: 'Lefèvre', className: '4e B', pronouns: 'she', birthDate: '2012-06-21' }],
    address: { lines: ['8 bis, rue de la Part-Dieu'], postcode: '69003', city: 'Lyon', country: 'FR' },
  },
}
const sampleLines: Record<Language, string[]> = {
  en: ['Mrs Helen Whitcombe', '14 Orchard Lane', 'OXFORD', 'OX2 6TP'],
  fr: ['Mme Claire et M. Antoine Lefèvre', '8 bis, rue de la Part-Dieu', '69003 Lyon'],
}

export const sampleRecipient = (language: Language): LetterRecipient & { name: string } => ({
  language,
  name: sampleLines[language][0] ?? '',
  data: samples[language],
  addressLines: sampleLines[language],
})

/** Sample answers under the sender's own ones: with sample people, nothing is missing. */
export const sampleAnswers = (category: Category, language: Language): Record<string, FieldValue> =>
  Object.fromEntries(askedFields(category).map(field => [field.name, field.sample[language]]))

export type PreviewSource = {
  list: PersonKind
  recipients: DispatchChoice['recipients']
  per: DispatchChoice['per']
}
/** The choice that a preview stands for: everything is shown that a dispatch could send. */
export const choiceOf = (source: PreviewSource, scope: DispatchChoice['scope']): DispatchChoice => {
  const { list, per } = source
  const students = source.recipients === 'self' ? 'students' : source.recipients
  return {
    ...{ kind: 'letter', list, scope, recipients: list === 'student' ? students : 'self', per, letterId: null },
    ...{ output: 'email', attachPdf: true, integrate: true, printCopy: 'all', duplex: true, order: 'name' },
    ...{ accountId: null, values: {}, excluded: [] },
  }
}

/** What is wrong with the shown variant, in words; the letter is shown all the same as far as it goes. */
export const problemsOf = (
  contents: LetterContents,
  shown: Language,
  category: Category,
  language: Language,
): string[] => {
  const variant = contents[shown]
  if (!variant) return []
  const problems = [...checkDocument(variant.document, category), ...checkSubject(variant.subject, category)]
  return [...new Set(problems.map(problem => problem.message[language]))]
}

/** The same facts with nothing in the letter: for a document that may not even be looked at. */
export const withoutText = (frozen: Frozen): Frozen => ({
  ...frozen,
  contents: Object.fromEntries(
    Object.entries(frozen.contents).map(([language, variant]) => [
      language,
      variant && { ...variant, document: { type: 'doc' as const, content: [{ type: 'paragraph' }] } },
    ]),
  ),
})

export const gapOf = ({ field, label }: MissingField) => ({ field, label })

const marks =
  '<style>.mf{color:#33429a;background:#e9ecfb}.mf-fallback,.mf-empty{color:#6b4600;background:#fdf1d8}</style>'
/** E-mails have no style for merged values, since none is sent; a preview shows them as the page does. */
export const showMarks = (html: string): string => html.replace('</head>', `${marks}</head>`)
