import type { Language } from '@mailroom/contract'
import { formatDate, formatList, fullName, placeAndDate, renderPage } from '@mailroom/letter'
import type { FrozenFacts, LetterRecipient } from '../frozen/rules.ts'

const referenceWords = {
  en: { student: 'Student', students: 'Students', contact: 'Your contact' },
  fr: { student: 'Élève', students: 'Élèves', contact: 'Suivi par' },
} as const

const references = (frozen: FrozenFacts, recipient: LetterRecipient, language: Language) => {
  const words = referenceWords[language]
  const students = recipient.data.students.map(one =>
    [fullName(one, language), one.className].filter(Boolean).join(', '),
  )
  return [
    { label: students.length > 1 ? words.students : words.student, value: formatList(students, language) },
    { label: words.contact, value: frozen.sender.name },
  ]
}

export type PageContent = {
  html: string
  title: string
  language: Language
  withAddress: boolean
  showWindow?: boolean
}

/** The sheet of paper around a rendered letter: letterhead, address in the window, references, place and date. */
export const composePage = (frozen: FrozenFacts, recipient: LetterRecipient, content: PageContent): string => {
  const { html, title, language, withAddress, showWindow } = content
  const day = formatDate(frozen.today, language, 'date') ?? frozen.today
  return renderPage({
    html,
    title,
    language,
    letterhead: frozen.letterhead,
    addressLines: withAddress ? recipient.addressLines : [],
    window: frozen.window,
    font: frozen.font,
    paper: frozen.paper,
    references: references(frozen, recipient, language),
    placeDate: placeAndDate(frozen.school.city ?? '', day, language),
    showWindow,
  })
}

/** Why a page did not become a PDF; the codes of the renderer, and `no-answer` when no worker took it in time. */
const renderWords: Record<string, Record<Language, string>> = {
  'too-many-pages': { en: 'it exceeds 50 pages.', fr: 'elle dépasse 50 pages.' },
  'html-too-large': {
    en: 'it is larger than 5 MB; use smaller pictures.',
    fr: 'elle dépasse 5 Mo ; réduisez les images.',
  },
  unprintable: { en: 'its margins leave no room.', fr: 'ses marges ne laissent pas de place.' },
  timeout: { en: 'it took too long.', fr: 'cela a pris trop de temps.' },
  'chromium-missing': { en: 'the PDF renderer does not start.', fr: 'le moteur PDF ne démarre pas.' },
  'no-answer': { en: 'no worker answered in time.', fr: 'aucun processus n’a répondu à temps.' },
}
export const sayRenderProblem = (problem: string, language: Language): string =>
  (renderWords[problem] ?? { en: 'the PDF renderer stopped.', fr: 'le moteur PDF s’est arrêté.' })[language]

/** Faults of the letter itself: another try, or another worker, would fail alike. */
export const isLetterFault = (problem: string): boolean =>
  ['too-many-pages', 'html-too-large', 'unprintable'].includes(problem)
