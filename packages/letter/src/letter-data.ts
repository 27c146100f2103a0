import { type Addressee, addressBlock, type PostalAddress } from './address.ts'
import { setPath } from './catalogue.ts'
import type { FieldValue, LetterData } from './fields.ts'
import type { Language } from './language.ts'
import { fullName, greeting, householdNames, householdTitle, type Person } from './people.ts'

export interface LetterStudent {
  givenName: string
  surname: string
  className?: string | null
  /** he, she, they (il, elle, iel). */
  pronouns?: string | null
  /** ISO `YYYY-MM-DD`. */
  birthDate?: string | null
}

export interface LetterSchool {
  name: string
  addressLines?: readonly string[]
  city?: string | null
  phone?: string | null
  email?: string | null
  website?: string | null
  headName?: string | null
  headTitle?: string | null
  /** ISO 3166-1 alpha-2: where letters are posted. Absent: FR. */
  country?: string | null
}

export interface LetterSender {
  name: string
  role?: string | null
  email?: string | null
}

export interface LetterDataInput {
  language: Language
  /** The people of one letter: one person, or a household. */
  recipients: readonly Person[]
  /** Students are greeted by first name. */
  recipientKind: 'student' | 'guardian' | 'teacher' | 'staff'
  address?: PostalAddress | null
  /** Whom the letter is about; several children of one family: the first is `student`, all are in `student.givenNames`. */
  students?: readonly LetterStudent[]
  school: LetterSchool
  sender?: LetterSender | null
  /** ISO `YYYY-MM-DD`, given by the caller: this package knows no clock. */
  today: string
  /** Answers to `askedFields`, by full field name; rows by the last part of their items' names. */
  asked?: Readonly<Record<string, FieldValue>>
}

function recipientValues(input: LetterDataInput): LetterData {
  const { recipients, language, address, school } = input
  const addressee: Addressee | undefined = address ? { people: [], address } : undefined
  return {
    title: householdTitle(recipients, language),
    names: householdNames(recipients, language),
    greeting: greeting(recipients, language, input.recipientKind === 'student' ? 'student' : 'adult'),
    addressLines: addressee ? addressBlock(addressee, school.country ?? 'FR', language).lines : [],
  }
}

function studentValues(students: readonly LetterStudent[], language: Language): LetterData {
  const [first] = students
  if (!first) return {}
  return {
    givenName: first.givenName,
    surname: first.surname,
    fullName: fullName(first, language),
    className: first.className ?? '',
    pronouns: first.pronouns ?? '',
    birthDate: first.birthDate ?? '',
    givenNames: students.map(s => s.givenName),
  }
}

/** The data of one recipient's letter in the shape `renderLetter` reads. Pure; nothing is guessed, what is unknown is empty. */
export function letterData(input: LetterDataInput): LetterData {
  const { school, sender } = input
  const data: LetterData = {
    recipient: recipientValues(input),
    student: studentValues(input.students ?? [], input.language),
    school: {
      name: school.name,
      addressLines: [...(school.addressLines ?? [])],
      city: school.city ?? '',
      phone: school.phone ?? '',
      email: school.email ?? '',
      website: school.website ?? '',
      headName: school.headName ?? '',
      headTitle: school.headTitle ?? '',
    },
    sender: { name: sender?.name ?? '', role: sender?.role ?? '', email: sender?.email ?? '' },
    today: input.today,
  }
  const fromDirectory = new Set(Object.keys(data))
  for (const [name, value] of Object.entries(input.asked ?? {})) {
    // Answers never overwrite what the directory knows.
    if (!fromDirectory.has(name.split('.')[0] ?? '')) setPath(data, name, value)
  }
  return data
}
