import type { Language } from '@mailroom/contract'
import { fill } from '@mailroom/contract'
import type { Note } from './rules.ts'

type Pair = readonly [en: string, fr: string]

/** What is told about a line of an import, by code. */
const noteWords: Record<string, Pair> = {
  NAME_MISSING: ['The name is missing', 'Le nom manque'],
  NAME_TOO_LONG: ['The name is longer than 100 characters', 'Le nom dépasse 100 caractères'],
  IDENTIFIER_MISSING: ['The identifier (sourcedId) is missing', 'L’identifiant (sourcedId) manque'],
  IDENTIFIER_TWICE: [
    'The identifier “{value}” is already on line {line}',
    'L’identifiant « {value} » est déjà à la ligne {line}',
  ],
  LINE_TWICE: ['“{value}” is there already', '« {value} » y figure déjà'],
  ROLE_MISSING: [
    'No role: student, guardian, teacher or staff?',
    'Aucun rôle : élève, responsable, professeur ou personnel ?',
  ],
  ROLE_UNKNOWN: ['The role “{value}” is not known', 'Le rôle « {value} » est inconnu'],
  USER_UNKNOWN: [
    'No user “{value}” in the file or in the lists',
    'Aucun utilisateur « {value} » dans le fichier ni dans les listes',
  ],
  CLASS_UNKNOWN: [
    'No class “{value}” in the file or in the lists',
    'Aucune classe « {value} » dans le fichier ni dans les listes',
  ],
  STUDENT_UNKNOWN: [
    'No student “{value}”: this guardian is not linked',
    'Aucun élève « {value} » : ce responsable n’est pas relié',
  ],
  GUARDIAN_UNKNOWN: [
    'No guardian “{value}”: not linked to the student',
    'Aucun responsable « {value} » : non relié à l’élève',
  ],
  PERSON_UNKNOWN: ['Nobody called “{value}” in the lists', 'Personne appelée « {value} » dans les listes'],
  PERSON_AMBIGUOUS: [
    'Several people are called “{value}”: add the class or the identifier',
    'Plusieurs personnes s’appellent « {value} » : ajoutez la classe ou l’identifiant',
  ],
  ADDRESS_MISSING: ['There is no postal address on this line', 'Il n’y a pas d’adresse postale à cette ligne'],
  EMAIL_INVALID: [
    '“{value}” is not an e-mail address: kept to be corrected, not used',
    '« {value} » n’est pas une adresse e-mail : gardée pour correction, non utilisée',
  ],
  DATE_INVALID: ['Date “{value}” not understood, left out', 'Date « {value} » incomprise, laissée de côté'],
  LANGUAGE_UNKNOWN: [
    'Language “{value}” is not English or French, left out',
    'La langue « {value} » n’est ni l’anglais ni le français, laissée de côté',
  ],
  FLAG_UNKNOWN: ['“{value}” is neither yes nor no, left out', '« {value} » n’est ni oui ni non, laissé de côté'],
}

const fields: Record<string, Pair> = {
  surname: ['Surname', 'Nom'],
  givenName: ['First name', 'Prénom'],
  title: ['Title', 'Civilité'],
  birthDate: ['Date of birth', 'Date de naissance'],
  language: ['Language', 'Langue'],
  phone: ['Telephone', 'Téléphone'],
  level: ['Level', 'Niveau'],
  postal: ['Postal address', 'Adresse postale'],
  emails: ['E-mail', 'E-mail'],
  acceptsEmail: ['Accepts e-mail', 'Accepte les e-mails'],
  acceptsPaper: ['Accepts paper', 'Accepte le papier'],
  class: ['Class', 'Classe'],
  guardian: ['Guardian', 'Responsable'],
  gender: ['Gender', 'Genre'],
  preferences: ['Preferences', 'Préférences'],
}
const back: Pair = ['Back in the lists', 'De retour dans les listes']
const values: Record<string, Pair> = {
  true: ['yes', 'oui'],
  false: ['no', 'non'],
  en: ['English', 'anglais'],
  fr: ['French', 'français'],
}

const at = (language: Language) => (language === 'en' ? 0 : 1)
const sayValue = (value: string, language: Language) => values[value]?.[at(language)] ?? value

/** One note or change of a line, in a language; an unknown code is a defect and shows itself. */
export const sayNote = ({ code, values: given = {} }: Note, language: Language): string => {
  if (code !== 'CHANGE') return noteWords[code] ? fill(noteWords[code][at(language)], given) : code
  const { field = '', from = '', to = '' } = given
  if (field === 'retired') return back[at(language)]
  const label = fields[field]?.[at(language)] ?? field
  const colon = language === 'fr' ? ' :' : ':'
  const [before, after] = [sayValue(from, language), sayValue(to, language)]
  if (!before) return `${label}${colon} + ${after}`
  return after ? `${label}${colon} ${before} → ${after}` : `${label}${colon} − ${before}`
}

const stateWords: Record<string, Pair> = {
  mapping: ['waiting for its columns', 'en attente de ses colonnes'],
  checking: ['being checked', 'en cours de vérification'],
  ready: ['ready', 'prêt'],
  applying: ['being applied', 'en cours d’application'],
  applied: ['applied', 'appliqué'],
  failed: ['failed', 'en échec'],
}
export const sayState = (state: string, language: Language): string => stateWords[state]?.[at(language)] ?? state
