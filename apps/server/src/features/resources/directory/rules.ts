import type { PersonKind } from '@mailroom/contract'
import { deriveReach, type EmailFact, fold, type PreferenceFact, sortNameOf } from '../rules.ts'

/** A postal address as the directory keeps it; `country` is ISO 3166-1 alpha-2 where it could be read. */
export type Postal = { lines: string[]; postcode: string; city: string; country: string }

/**
 * A person as a source gives them. `key` ties the parts of one directory together. A field left out says nothing: what
 * is known stays as it is.
 */
export type PersonDraft = {
  key: string
  kind: PersonKind
  source: string
  identifier: string | null
  surname: string
  givenName: string
  title?: string
  gender?: string
  birthDate?: string
  language?: 'en' | 'fr'
  phone?: string
  level?: string
  postal?: Postal
  emails?: EmailFact[]
  acceptsEmail?: boolean
  acceptsPaper?: boolean
  preferences?: PreferenceFact[]
  retired?: boolean
}
export type ClassDraft = {
  key: string
  source: string
  identifier: string | null
  name: string
  level?: string
  retired?: boolean
}
/** Where a source says something. */
export type Origin = { file: string; line: number }
export type EnrolmentDraft = {
  person: string
  class: string
  role: 'student' | 'teacher'
  removed?: boolean
  origin?: Origin
}
export type GuardianshipDraft = {
  student: string
  guardian: string
  legal: number
  relation?: string
  livesWith?: boolean
  origin?: Origin
}
/**
 * Everything one source says. `replaceEnrolments`: its people leave classes that it does not name, either those of the
 * same source or every class proper (timetabled groups stay).
 */
export type Directory = {
  people: PersonDraft[]
  classes: ClassDraft[]
  enrolments: EnrolmentDraft[]
  guardianships: GuardianshipDraft[]
  replaceEnrolments: false | 'same-source' | 'proper'
}

/** What the lists hold today. */
export type KnownPerson = Required<Omit<PersonDraft, 'key'>> & { id: string; birthDate: string }
export type KnownClass = {
  id: string
  source: string
  identifier: string | null
  name: string
  level: string
  retired: boolean
}
export type Known = {
  people: KnownPerson[]
  classes: KnownClass[]
  enrolments: { personId: string; classId: string; role: string }[]
  guardianships: { studentId: string; guardianId: string; legal: number; relation: string; livesWith: boolean }[]
}

/** Facts from which the derived columns of a person follow. */
export type DerivationFacts = {
  kind: PersonKind
  surname: string
  givenName: string
  identifier: string | null
  phone: string
  city: string
  level: string
  acceptsEmail: boolean
  acceptsPaper: boolean
  emails: EmailFact[]
  preferences: PreferenceFact[]
  /** `course`: a timetabled group, shown only where there is no class proper. */
  classes: { name: string; level: string; course: boolean }[]
  related: { surname: string; givenName: string }[]
}
export type Derived = {
  sortName: string
  searchText: string
  reach: string
  email: string | null
  level: string
  classNames: string[]
  relatedNames: string[]
}

const unique = (values: string[]) => [...new Set(values.filter(Boolean))]

/** Columns that lists sort, search and filter by; computed at every change, so that reading is one index away. */
export const deriveColumns = (facts: DerivationFacts): Derived => {
  const proper = facts.classes.filter(one => !one.course)
  const classes = proper.length > 0 ? proper : facts.classes
  const fullNames = facts.related.map(one => `${one.givenName} ${one.surname}`.trim())
  const classNames = unique(classes.map(one => one.name))
  const level = facts.kind === 'student' ? (classes.find(one => one.level)?.level ?? facts.level) : facts.level
  const searched = [
    facts.surname,
    facts.givenName,
    facts.identifier ?? '',
    facts.city,
    facts.phone.replace(/\D/g, ''),
    ...facts.emails.map(one => one.address),
    ...classNames,
    ...fullNames,
  ]
  return {
    ...deriveReach(facts),
    sortName: sortNameOf(facts),
    searchText: fold(searched.filter(Boolean).join(' ')),
    level,
    classNames,
    relatedNames: unique(
      facts.kind === 'guardian' ? facts.related.map(one => one.givenName || one.surname) : fullNames,
    ),
  }
}
