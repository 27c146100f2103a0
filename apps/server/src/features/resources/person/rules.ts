import type { Language, PersonDetail } from '@mailroom/contract'
import { fill, sayOutcome, sayReason } from '@mailroom/contract'
import type { AddressProblem } from '@mailroom/letter'
import { shownState } from '../../messages/rules.ts'

type Pair = readonly [en: string, fr: string]
const say = (pair: Pair, language: Language, values: Record<string, string> = {}) =>
  fill(pair[language === 'en' ? 0 : 1], values)

const kinships: Record<string, Pair> = {
  mother: ['Mother', 'Mère'],
  father: ['Father', 'Père'],
  parent: ['Parent', 'Parent'],
  grandparent: ['Grandparent', 'Grand-parent'],
  relative: ['Relative', 'Famille'],
  guardian: ['Guardian', 'Responsable'],
}
const livesWithStudent: Record<string, Pair> = {
  f: ['lives with her', 'vit avec elle'],
  m: ['lives with him', 'vit avec lui'],
  '': ['lives with them', 'vit avec cette personne'],
}
const elsewhere: Pair = ['own address', 'autre adresse']
const sameAddress: Pair = ['same address', 'même adresse']
const contactOnly: Pair = ['contact only', 'simple contact']
const siblings: Record<string, Pair> = { f: ['Sister', 'Sœur'], m: ['Brother', 'Frère'], '': ['Sibling', 'Fratrie'] }
const livesApart: Pair = ['lives elsewhere', 'vit ailleurs']

/** One tie of a person to another, as the database knows it. */
export type Tie = {
  type: 'student' | 'guardian' | 'sibling'
  gender: string
  className: string
  relation: string
  legal: number
  livesWith: boolean
  otherLivesWith: boolean
}

const kinship = (tie: Tie, language: Language) => say(kinships[tie.relation] ?? kinships.guardian ?? ['', ''], language)

/** "2nde B, lives with her" · "Father, own address" · "Sister, 6e A". `gender` is that of the person whose page it is. */
export const sayTie = (tie: Tie, gender: string, language: Language): string => {
  if (tie.type === 'student') {
    const lives = tie.livesWith ? (livesWithStudent[gender] ?? livesWithStudent[''] ?? elsewhere) : livesApart
    return [tie.className, say(lives, language)].filter(Boolean).join(', ')
  }
  if (tie.type === 'sibling')
    return [say(siblings[tie.gender] ?? siblings[''] ?? elsewhere, language), tie.className].filter(Boolean).join(', ')
  const home = tie.livesWith === tie.otherLivesWith && tie.livesWith ? sameAddress : elsewhere
  return [kinship(tie, language), say(home, language), tie.legal === 0 ? say(contactOnly, language) : '']
    .filter(Boolean)
    .join(', ')
}

const problems: Record<AddressProblem['code'], Pair> = {
  'line-too-long': [
    '“{text}” is longer than 38 characters and would be cut.',
    '« {text} » dépasse 38 caractères et serait coupé.',
  ],
  'too-many-lines': [
    'More than six lines: “{text}” would be left out.',
    'Plus de six lignes : « {text} » serait omis.',
  ],
  'no-street': ['The street is missing.', 'La rue manque.'],
  'no-town': ['The town is missing.', 'La ville manque.'],
}
export const sayProblem = (problem: AddressProblem, language: Language): string =>
  say(problems[problem.code], language, { text: problem.text })

const onPaper: Pair = ['On paper', 'Sur papier']
const printed: Pair = ['On paper, printed', 'Sur papier, imprimé']

export type MailFact = {
  state: string | null
  reason: string | null
  outcome: string
  planReason: string
  printed: boolean
}
/** State and words of one letter to a person: the message's if there is one, else paper's. */
export const sayMail = (fact: MailFact, language: Language): { state: string; words: string } => {
  if (fact.state) {
    const state = shownState(fact.state, fact.reason)
    return {
      state,
      words: sayReason(
        fact.reason ??
          (state === 'accepted' ? 'accepted' : state === 'sending' || state === 'preparing' ? state : 'waiting'),
        language,
      ),
    }
  }
  if (fact.outcome === 'unreachable') return { state: 'unreachable', words: sayOutcome(fact.planReason, language) }
  return { state: 'paper', words: say(fact.printed ? printed : onPaper, language) }
}

export type Envelope = NonNullable<PersonDetail['envelope']>
