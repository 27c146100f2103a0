import type { Language } from '../primitives.ts'

type Pair = readonly [en: string, fr: string]
const pick = (pair: Pair | undefined, language: Language, otherwise: string) =>
  pair ? pair[language === 'en' ? 0 : 1] : otherwise

/** What becomes of a recipient, and why: the check-up's sentences. */
const outcomeWords: Record<string, Pair> = {
  'has-email': ['By e-mail', 'Par e-mail'],
  'chosen-paper': ['On paper', 'Sur papier'],
  'copy-for-all': ['By e-mail, with a copy on paper', 'Par e-mail, avec copie papier'],
  'prefers-paper': ['Prefers paper', 'Préfère le papier'],
  'refuses-email': ['Refuses e-mail', 'Refuse les e-mails'],
  'refuses-paper': ['Accepts no paper', 'N’accepte pas le papier'],
  'no-email': ['No e-mail address', 'Pas d’adresse e-mail'],
  'invalid-email': ['The e-mail address is not valid', 'L’adresse e-mail n’est pas valide'],
  'bounced-email': ['Earlier e-mail came back', 'Un e-mail précédent est revenu'],
  'no-postal-address': ['No e-mail and no postal address', 'Ni e-mail ni adresse postale'],
  'address-does-not-fit': [
    'The postal address does not fit the envelope window',
    'L’adresse postale dépasse la fenêtre de l’enveloppe',
  ],
  'required-field-empty': ['A required field is empty', 'Un champ obligatoire est vide'],
  'too-many-pages': ['The letter exceeds 50 pages', 'La lettre dépasse 50 pages'],
  'letter-not-made': ['The letter could not be made', 'La lettre n’a pas pu être faite'],
  duplicate: [
    'Same e-mail address as another recipient: sent once',
    'Même adresse qu’un autre destinataire : envoyé une fois',
  ],
}
export const sayOutcome = (reason: string, language: Language): string => pick(outcomeWords[reason], language, reason)

const eventWords: Record<string, Pair> = {
  created: ['Sent by {name}', 'Envoyé par {name}'],
  scheduled: ['Scheduled by {name}', 'Programmé par {name}'],
  undone: ['Undone by {name}', 'Annulé aussitôt par {name}'],
  'sent-now': ['Sent at once by {name}', 'Envoyé immédiatement par {name}'],
  paused: ['Paused by {name}', 'Mis en pause par {name}'],
  resumed: ['Resumed by {name}', 'Repris par {name}'],
  cancelled: ['The rest cancelled by {name}', 'Le reste annulé par {name}'],
  rescheduled: ['Rescheduled by {name}', 'Reprogrammé par {name}'],
  'given-up': ['One given up by {name}', 'Un message abandonné par {name}'],
  resent: ['Failed ones sent again by {name}', 'Échecs renvoyés par {name}'],
  printed: ['Marked as printed by {name}', 'Marqué imprimé par {name}'],
  'delay-told': [
    '{name} told by e-mail that some have waited for four hours',
    '{name} prévenu(e) par e-mail que certains attendent depuis quatre heures',
  ],
  corrected: ['An address corrected by {name}', 'Une adresse corrigée par {name}'],
}
export const sayEvent = (what: string, name: string, language: Language): string =>
  pick(eventWords[what], language, what).replace('{name}', name)

const people: Record<string, Pair> = {
  guardians: ['the guardians', 'aux responsables'],
  students: ['the students', 'aux élèves'],
  both: ['students and guardians', 'aux élèves et responsables'],
  teachers: ['the teachers', 'aux enseignants'],
  staff: ['the staff', 'aux personnels'],
}
/** "Standard letter to the guardians of 4A to 4E": what a dispatch is, from facts. */
export const sayDispatch = (facts: { kind: string; to?: string; classes?: string[] }, language: Language): string => {
  const what = pick(
    (
      {
        letter: ['Standard letter', 'Lettre type'],
        email: ['E-mail', 'E-mail'],
        system: ['Notification', 'Notification'],
      } as Record<string, Pair>
    )[facts.kind],
    language,
    '',
  )
  const to = facts.to ? pick(people[facts.to], language, '') : ''
  const classes = facts.classes ?? []
  const of =
    classes.length === 0
      ? ''
      : `${language === 'en' ? ' of ' : ' de '}${classes.length > 4 ? `${classes[0]} … ${classes.at(-1)}` : classes.join(', ')}`
  return to ? `${what} ${language === 'en' ? 'to ' : ''}${to}${of}` : what
}
