import type {
  ClassDraft,
  Directory,
  EnrolmentDraft,
  GuardianshipDraft,
  Known,
  KnownClass,
  KnownPerson,
  PersonDraft,
  Postal,
} from '../directory/rules.ts'
import { type EmailFact, fold } from '../rules.ts'

export type Outcome = 'created' | 'updated' | 'unchanged' | 'retired'
/** What a line would change: the field, before and after. Said in words when it is read. */
export type Change = { field: string; from: string; to: string }
export type PersonRecord = Omit<KnownPerson, 'id'>
export type PersonPlan = { key: string; id: string | null; outcome: Outcome; changes: Change[]; record: PersonRecord }
export type ClassPlan = { key: string; id: string | null; changed: boolean; record: Omit<KnownClass, 'id'> }
export type EnrolmentPlan = { person: string; class: string; role: string }
export type GuardianshipPlan = Required<Omit<GuardianshipDraft, 'origin'>>
/** What a directory would do to the lists; nothing else is written when it is applied. */
export type Plan = {
  people: PersonPlan[]
  classes: ClassPlan[]
  enrolments: { add: EnrolmentPlan[]; remove: { personId: string; classId: string }[] }
  guardianships: GuardianshipPlan[]
}
/** Which known person a draft is; absent for a new one. */
export type Matches = ReadonlyMap<string, KnownPerson>

/** By the source's own identifiers, which are unique within a source and kind. */
export const matchByIdentifier = (directory: Directory, known: Known): Matches => {
  const keyOf = (one: { source: string; kind: string; identifier: string | null }) =>
    JSON.stringify([one.source, one.kind, one.identifier])
  const byIdentifier = new Map(known.people.filter(one => one.identifier !== null).map(one => [keyOf(one), one]))
  const pairs = directory.people.flatMap(draft => {
    const found = draft.identifier === null ? undefined : byIdentifier.get(keyOf(draft))
    return found ? [[draft.key, found] as const] : []
  })
  return new Map(pairs)
}

/**
 * Addresses after an import. One that the person already has changes nothing, wherever it stands: somebody may have put
 * a better one before it by hand. A new one takes the place of the one at its rank.
 */
export const mergeEmails = (existing: readonly EmailFact[], given: readonly EmailFact[]): EmailFact[] => {
  const merged = [...existing]
  given.forEach((one, rank) => {
    if (merged.some(other => other.address === one.address)) return
    merged.splice(rank, rank < existing.length ? 1 : 0, one)
  })
  return merged
}

const blank: PersonRecord = {
  kind: 'student',
  source: 'hand',
  identifier: null,
  surname: '',
  givenName: '',
  title: '',
  gender: '',
  birthDate: '',
  language: 'fr',
  phone: '',
  level: '',
  postal: { lines: [], postcode: '', city: '', country: '' },
  emails: [],
  acceptsEmail: true,
  acceptsPaper: true,
  preferences: [],
  retired: false,
}

const postalText = (postal: Postal) =>
  [...postal.lines, `${postal.postcode} ${postal.city}`.trim(), postal.country].filter(Boolean).join(', ')
const emailsText = (emails: readonly EmailFact[]) => emails.map(one => one.address).join(', ')
const plainFields = ['surname', 'givenName', 'title', 'birthDate', 'language', 'phone', 'level'] as const

const changesBetween = (before: PersonRecord, after: PersonRecord): Change[] => {
  const pairs: [string, string, string][] = [
    ...plainFields.map((field): [string, string, string] => [field, before[field], after[field]]),
    ['postal', postalText(before.postal), postalText(after.postal)],
    ['emails', emailsText(before.emails), emailsText(after.emails)],
    ['acceptsEmail', String(before.acceptsEmail), String(after.acceptsEmail)],
    ['acceptsPaper', String(before.acceptsPaper), String(after.acceptsPaper)],
    ['retired', String(before.retired), String(after.retired)],
    ['gender', before.gender, after.gender],
    ['preferences', JSON.stringify(before.preferences), JSON.stringify(after.preferences)],
  ]
  return pairs.flatMap(([field, from, to]) => (from === to ? [] : [{ field, from, to }]))
}

const merge = (draft: PersonDraft, known: KnownPerson | undefined): PersonRecord => {
  const { key: _, emails, identifier, source, ...given } = draft
  const { id: __, ...before } = known ?? { id: null, ...blank }
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined && value !== ''))
  const merged: PersonRecord = { ...before, ...said, retired: draft.retired ?? false }
  // A person keeps the identifier of the source that brought them; one added by hand has none yet.
  const own = known ? { source: known.source, identifier: known.identifier } : { source, identifier }
  return { ...merged, ...own, emails: emails ? mergeEmails(before.emails, emails) : before.emails }
}

const planPerson = (draft: PersonDraft, known: KnownPerson | undefined): PersonPlan | null => {
  if (draft.retired) {
    if (!known || known.retired) return null
    const { id, ...before } = known
    return { key: draft.key, id, outcome: 'retired', changes: [], record: { ...before, retired: true } }
  }
  const record = merge(draft, known)
  if (!known) return { key: draft.key, id: null, outcome: 'created', changes: [], record }
  const { id, ...before } = known
  const changes = changesBetween(before, record)
  return { key: draft.key, id, outcome: changes.length > 0 ? 'updated' : 'unchanged', changes, record }
}

const planClass = (draft: ClassDraft, known: KnownClass[]): ClassPlan => {
  const same = known.find(
    one => draft.identifier !== null && one.source === draft.source && one.identifier === draft.identifier,
  )
  const alike =
    draft.identifier === null ? known.find(one => !one.retired && fold(one.name) === fold(draft.name)) : undefined
  const found = same ?? alike
  const record = {
    source: found?.source ?? draft.source,
    identifier: found?.identifier ?? draft.identifier,
    name: same ? draft.name : (found?.name ?? draft.name),
    level: draft.level || found?.level || '',
    retired: draft.retired ?? false,
  }
  const changed =
    !found || found.name !== record.name || found.level !== record.level || found.retired !== record.retired
  return { key: draft.key, id: found?.id ?? null, changed, record }
}

type Links = { people: Map<string, PersonPlan>; classes: Map<string, ClassPlan>; known: Known }
/** A change of class or family makes its person an updated one. */
const note = (person: PersonPlan, change: Change) => {
  if (person.outcome === 'created' || person.outcome === 'retired') return
  person.outcome = 'updated'
  const same = person.changes.find(one => one.field === change.field)
  if (!same) person.changes.push(change)
  else {
    same.from = [same.from, change.from].filter(Boolean).join(', ')
    same.to = [same.to, change.to].filter(Boolean).join(', ')
  }
}

const planEnrolments = (
  drafts: EnrolmentDraft[],
  replace: Directory['replaceEnrolments'],
  { people, classes, known }: Links,
): Plan['enrolments'] => {
  const held = new Map<string, Map<string, string>>()
  for (const one of known.enrolments) {
    const own = held.get(one.personId) ?? new Map<string, string>()
    held.set(one.personId, own.set(one.classId, one.role))
  }
  const names = new Map(known.classes.map(one => [one.id, one.name]))
  const sources = new Map(known.classes.map(one => [one.id, one.source]))
  const add: EnrolmentPlan[] = []
  const remove: { personId: string; classId: string }[] = []
  const leave = (person: PersonPlan, classId: string) => {
    remove.push({ personId: person.id ?? '', classId })
    note(person, { field: 'class', from: names.get(classId) ?? '', to: '' })
  }
  const kept = new Map<string, Set<string>>()
  for (const draft of drafts) {
    const person = people.get(draft.person)
    const group = classes.get(draft.class)
    if (!person || !group) continue
    const holds = person.id && group.id ? held.get(person.id)?.has(group.id) : false
    if (draft.removed || group.record.retired) {
      if (holds && person.id && group.id && draft.removed) leave(person, group.id)
      continue
    }
    if (person.id) kept.set(person.id, (kept.get(person.id) ?? new Set()).add(group.id ?? ''))
    if (holds) continue
    add.push({ person: draft.person, class: draft.class, role: draft.role })
    note(person, { field: 'class', from: '', to: group.record.name })
  }
  if (!replace) return { add, remove }
  const base = (source: string) => source.replace(/-course$/, '')
  const mine = new Set([...classes.values()].map(one => base(one.record.source)))
  const replaced = (source: string) => (replace === 'proper' ? !source.endsWith('-course') : mine.has(base(source)))
  for (const person of people.values())
    for (const [classId] of held.get(person.id ?? '') ?? [])
      if (
        person.id &&
        kept.has(person.id) &&
        !kept.get(person.id)?.has(classId) &&
        replaced(sources.get(classId) ?? '')
      )
        leave(person, classId)
  return { add, remove }
}

const planGuardianships = (drafts: GuardianshipDraft[], { people, known }: Links): GuardianshipPlan[] => {
  const held = new Map(known.guardianships.map(one => [`${one.studentId} ${one.guardianId}`, one]))
  return drafts.flatMap(draft => {
    const student = people.get(draft.student)
    const guardian = people.get(draft.guardian)
    if (!student || !guardian || student.record.retired || guardian.record.retired) return []
    const before = student.id && guardian.id ? held.get(`${student.id} ${guardian.id}`) : undefined
    const after = {
      legal: draft.legal,
      relation: draft.relation ?? before?.relation ?? '',
      livesWith: draft.livesWith ?? before?.livesWith ?? true,
    }
    if (
      before &&
      before.legal === after.legal &&
      before.relation === after.relation &&
      before.livesWith === after.livesWith
    )
      return []
    const name = `${guardian.record.givenName} ${guardian.record.surname}`.trim()
    note(student, { field: 'guardian', from: before ? name : '', to: name })
    return [{ student: draft.student, guardian: draft.guardian, ...after }]
  })
}

/** Students whose class tells their level: it is theirs, whatever their own line says. */
const levelledBy = (
  directory: Directory,
  known: Known,
  classes: readonly ClassPlan[],
  matches: Matches,
): Set<string> => {
  const withLevel = new Set(classes.filter(one => one.record.level !== '').map(one => one.key))
  const knownLevels = new Set(known.classes.filter(one => one.level !== '' && !one.retired).map(one => one.id))
  const inClass = new Set(known.enrolments.filter(one => knownLevels.has(one.classId)).map(one => one.personId))
  const drafts = directory.enrolments.filter(one => withLevel.has(one.class)).map(one => one.person)
  return new Set([...drafts, ...[...matches].filter(([, person]) => inClass.has(person.id)).map(([key]) => key)])
}

/** Compares what a source says with what is known. Pure: the preview of an import and its application are the same. */
export const planDirectory = (directory: Directory, known: Known, matches: Matches): Plan => {
  const classes = directory.classes.map(draft => planClass(draft, known.classes))
  const levelled = levelledBy(directory, known, classes, matches)
  const said = (draft: PersonDraft) =>
    draft.kind === 'student' && levelled.has(draft.key) ? { ...draft, level: '' } : draft
  const planned = directory.people.flatMap(draft => planPerson(said(draft), matches.get(draft.key)) ?? [])
  const people = new Map(planned.map(one => [one.key, one]))
  const links = { people, known, classes: new Map(classes.map(one => [one.key, one])) }
  return {
    enrolments: planEnrolments(directory.enrolments, directory.replaceEnrolments, links),
    guardianships: planGuardianships(directory.guardianships, links),
    people: planned,
    classes: classes.filter(one => one.changed || one.id),
  }
}
