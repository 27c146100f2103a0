import type { ImportView, PersonKind } from '@mailroom/contract'
import { importTargets } from '@mailroom/contract'
import { fold } from '../rules.ts'
import type { Table } from './table.ts'

export type Column = ImportView['columns'][number]
export type Target = Column['target']

const key = (header: string) => fold(header).replace(/[^a-z0-9]/g, '')

/** Names that schools give to columns, English and French, without accents, spaces or signs. */
const synonyms: Partial<Record<Target, string>> = {
  identifier:
    'identifier id identifiant ine inenational numero matricule studentid studentnumber personid sourcedid userid code codeeleve ideleve identifiantnational externalid numeroeleve teacherid staffid guardianid',
  surname:
    'surname lastname familyname nom nomdefamille nomusage nomdusage nompatronymique nomeleve name eleve student nomcomplet fullname nometprenom nomprenom nomdeleleve family',
  givenName: 'givenname firstname forename prenom prenomeleve prenoms first prenomdeleleve preferredname prenomusuel',
  title: 'title civilite titre salutation civ',
  email:
    'email mail courriel adressemail adresseemail adresseelectronique emailaddress mel adressemel email1 mail1 courriel1 adressecourriel emailpersonnel emaileleve studentemail',
  email2: 'email2 mail2 courriel2 secondemail secondaryemail autreemail deuxiememail autrecourriel',
  phone:
    'phone telephone tel mobile portable telportable cellphone phonenumber telephone1 telmobile sms mobilephone telephoneportable numerodetelephone',
  birthDate: 'birthdate dateofbirth dob birthday naissance datenaissance datedenaissance nele neele daten',
  language: 'language langue lang preferredlanguage languedecorrespondance',
  class:
    'class classe form homeroom division group groupe classname nomclasse tutorgroup classes codestructure libelleclasse',
  level: 'level niveau grade year yeargroup annee mef',
  addressLine1:
    'address adresse address1 adresse1 addressline1 ligne1 ligne1adresse street rue addressstreet streetaddress adressepostale postaladdress voie adresseligne1',
  addressLine2:
    'address2 adresse2 addressline2 ligne2 ligne2adresse complement complementadresse complementdadresse adresseligne2',
  addressLine3: 'address3 adresse3 addressline3 ligne3 ligne3adresse adresseligne3',
  postcode: 'postcode postalcode zip zipcode codepostal cp',
  city: 'city town ville commune localite libellepostal posttown',
  country: 'country pays llpays',
  acceptsEmail:
    'acceptsemail acceptemail accepteemail acceptemails acceptelescourriels acceptemel emailconsent emailok acceptelemail accordemail',
}
const targetByKey = new Map(
  Object.entries(synonyms).flatMap(([target, names]) =>
    names.split(' ').map(name => [name, target as Target] as const),
  ),
)

const isPassword = (header: string) =>
  /pass(word|wd|phrase|code)?|motdepasse|^mdp|kennwort|contrasena|^pwd|^pin$/.test(key(header)) &&
  !/passport|passeport/.test(key(header))

const parentWords =
  /(parent|responsablelegal|responsable|resplegal|resp|representantlegal|guardian|tuteur|legalguardian|contact|pere|mere|father|mother|mum|dad)/
const parentFields: Partial<Record<Target, string>> = {
  surname: 'Surname',
  givenName: 'GivenName',
  title: 'Title',
  email: 'Email',
  addressLine1: 'Address',
  postcode: 'Postcode',
  city: 'City',
}

/** What a header says besides whose it is: "nomdelamere" without "mere" → "nom". */
const withoutOwner = (text: string, owner: string) =>
  text
    .replace(owner, '')
    .replace(/[12]/, '')
    .replace(/^(de|du|dela|s|of)(?=.)/, '')
    .replace(/(de|du|dela|of)$/, '')

/** "Nom responsable 2" → parent 2, surname. A father or mother without a number gets the place of first mention. */
const parentTarget = (header: string, places: Map<string, number>): Target | null => {
  const text = key(header)
  const word = parentWords.exec(text)?.[0]
  if (!word) return null
  const number = /[12]/.exec(text)?.[0]
  const rest = withoutOwner(text, word)
  const who = number ?? word
  const place = number ? Number(number) : (places.get(who) ?? (places.size % 2) + 1)
  if (!number) places.set(who, place)
  const own = rest === '' ? 'surname' : targetByKey.get(rest)
  const field = own ? parentFields[own] : undefined
  const target = field ? `parent${place}${field}` : null
  return importTargets.find(one => one === target) ?? null
}

/** In a list of guardians "Nom du responsable" is simply the name. */
const ownTarget = (text: string): Target | undefined =>
  targetByKey.get(withoutOwner(text, parentWords.exec(text)?.[0] ?? ''))

const nextFree: Partial<Record<Target, Target>> = {
  email: 'email2',
  addressLine1: 'addressLine2',
  addressLine2: 'addressLine3',
}

/** Columns mapped by their names, never by position. Passwords are locked to nothing and show no sample. */
export const mapHeaders = (table: Table, kind: PersonKind | null): Column[] => {
  const taken = new Set<Target>()
  const places = new Map<string, number>()
  return table.headers.map((header, at) => {
    if (isPassword(header)) return { header, sample: [], target: 'ignore' as const, locked: true }
    const parent = kind === 'guardian' ? null : parentTarget(header, places)
    const plain =
      parent ?? targetByKey.get(key(header)) ?? (kind === 'guardian' ? ownTarget(key(header)) : undefined) ?? 'ignore'
    const wanted = taken.has(plain) ? (nextFree[plain] ?? 'ignore') : plain
    const target = taken.has(wanted) ? 'ignore' : wanted
    if (target !== 'ignore') taken.add(target)
    const values = table.rows.map(row => (row.cells[at] ?? '').trim()).filter(Boolean)
    return { header, sample: [...new Set(values)].slice(0, 3).map(value => value.slice(0, 80)), target, locked: false }
  })
}

/** Columns as chosen by a person: by place where the header is the same, else by name; a password stays locked. */
export const applyChoice = (
  columns: readonly Column[],
  chosen: readonly { header: string; target: Target }[],
): Column[] =>
  columns.map((column, at) => {
    const choice = chosen[at]?.header === column.header ? chosen[at] : chosen.find(one => one.header === column.header)
    return column.locked || !choice ? column : { ...column, target: choice.target }
  })

const nameTargets: readonly Target[] = ['surname', 'identifier']
/** A name or an identifier is needed. */
export const isMapped = (columns: readonly Column[]): boolean =>
  columns.some(column => nameTargets.includes(column.target))

const addressTargets: readonly Target[] = [
  'ignore',
  'identifier',
  'surname',
  'givenName',
  'title',
  'class',
  'addressLine1',
  'addressLine2',
  'addressLine3',
  'postcode',
  'city',
  'country',
]
/** Nothing but who and where: perhaps a file of postal addresses for people already in the lists. */
export const looksLikeAddresses = (columns: readonly Column[]): boolean =>
  columns.every(column => addressTargets.includes(column.target)) &&
  columns.some(column => column.target === 'addressLine1') &&
  columns.some(column => column.target === 'city' || column.target === 'postcode')

/** Which list a table is for, where its columns tell. */
export const guessKind = (columns: readonly Column[], fileName: string): PersonKind | null => {
  const name = key(fileName)
  if (columns.some(column => column.target.startsWith('parent'))) return 'student'
  if (/eleve|student|pupil/.test(name)) return 'student'
  if (/responsable|parent|guardian|famille/.test(name)) return 'guardian'
  if (/enseignant|professeur|teacher|profs/.test(name)) return 'teacher'
  if (/personnel|staff|administrati/.test(name)) return 'staff'
  return columns.some(column => column.target === 'class' || column.target === 'birthDate') ? 'student' : null
}
