import type { Directory, Known, KnownPerson, PersonDraft } from '../directory/rules.ts'
import type { Matches } from '../planning/rules.ts'
import { fold } from '../rules.ts'

const nameKey = (person: { kind: string; surname: string; givenName: string }) => `${person.kind} ${fold(`${person.surname} ${person.givenName}`)}`
const placeKey = (postal: PersonDraft['postal']) => (postal && postal.lines.length > 0 ? fold(`${postal.lines.at(-1)} ${postal.postcode}`) : '')

/** Names of the classes of everybody; a guardian's are those of the students. */
export const classesByPerson = (known: Known): Map<string, Set<string>> => {
  const names = new Map(known.classes.filter(one => !one.retired).map(one => [one.id, fold(one.name)]))
  const classes = new Map<string, Set<string>>()
  const add = (person: string, name: string | undefined) => name && classes.set(person, (classes.get(person) ?? new Set()).add(name))
  for (const { personId, classId } of known.enrolments) add(personId, names.get(classId))
  for (const { studentId, guardianId } of known.guardianships) for (const name of classes.get(studentId) ?? []) add(guardianId, name)
  return classes
}

type Hints = { classes: Map<string, string[]>; students: Map<string, string[]> }
const hintsOf = (directory: Directory): Hints => {
  const classNames = new Map(directory.classes.map(one => [one.key, fold(one.name)]))
  const classes = new Map<string, string[]>()
  for (const one of directory.enrolments) classes.set(one.person, [...(classes.get(one.person) ?? []), classNames.get(one.class) ?? ''])
  const students = new Map<string, string[]>()
  for (const one of directory.guardianships) students.set(one.guardian, [...(students.get(one.guardian) ?? []), one.student])
  return { classes, students }
}

/** People of a table who carry no identifier of their own are known by name and what goes with it. */
export const matchByName = (directory: Directory, known: Known): { matches: Matches; ambiguous: Set<string> } => {
  const hints = hintsOf(directory)
  const classes = classesByPerson(known)
  const families = new Map<string, Set<string>>()
  for (const { studentId, guardianId } of known.guardianships) families.set(guardianId, (families.get(guardianId) ?? new Set()).add(studentId))
  const byName = Map.groupBy(known.people, nameKey)
  const byIdentifier = Map.groupBy(known.people.filter(one => one.identifier), one => `${one.kind} ${one.identifier}`)
  const matches = new Map<string, KnownPerson>()
  const claimed = new Set<string>()
  const ambiguous = new Set<string>()
  const claim = (draft: PersonDraft, person: KnownPerson) => {
    matches.set(draft.key, person)
    claimed.add(person.id)
  }
  const free = (people: readonly KnownPerson[] | undefined) => (people ?? []).filter(one => !claimed.has(one.id))

  for (const draft of directory.people) {
    const found = draft.identifier ? free(byIdentifier.get(`${draft.kind} ${draft.identifier}`)) : []
    const own = found.find(one => one.source === draft.source) ?? found[0]
    if (own) claim(draft, own)
  }
  const open = directory.people.filter(draft => !matches.has(draft.key) && draft.surname !== '')
  // What differs for certain excludes: another date of birth, another identifier of the same source.
  const compatible = (draft: PersonDraft, one: KnownPerson) =>
    !(draft.birthDate && one.birthDate && draft.birthDate !== one.birthDate) && !(draft.identifier && one.identifier && one.source === draft.source)
  const certain = (draft: PersonDraft, one: KnownPerson) =>
    (draft.birthDate !== undefined && draft.birthDate !== '' && draft.birthDate === one.birthDate) ||
    (draft.emails ?? []).some(email => one.emails.some(other => other.address === email.address)) ||
    (hints.classes.get(draft.key) ?? []).some(name => classes.get(one.id)?.has(name)) ||
    (hints.students.get(draft.key) ?? []).some(student => families.get(one.id)?.has(matches.get(student)?.id ?? '')) ||
    (draft.kind === 'guardian' && placeKey(draft.postal) !== '' && placeKey(draft.postal) === placeKey(one.postal))
  // Students first: guardians are then known by them.
  const ordered = [...open].sort((a, b) => Number(a.kind === 'guardian') - Number(b.kind === 'guardian'))
  for (const draft of ordered) {
    const sure = free(byName.get(nameKey(draft))).filter(one => compatible(draft, one) && certain(draft, one))
    if (sure[0] && sure.length === 1) claim(draft, sure[0])
    else if (sure.length > 1) ambiguous.add(draft.key)
  }
  for (const draft of ordered) {
    // Two guardians of one name in different families are two people unless something ties them.
    if (matches.has(draft.key) || ambiguous.has(draft.key) || (draft.kind === 'guardian' && hints.students.has(draft.key))) continue
    const likely = free(byName.get(nameKey(draft))).filter(one => !one.retired && compatible(draft, one))
    if (likely[0] && likely.length === 1) claim(draft, likely[0])
    else if (likely.length > 1) ambiguous.add(draft.key)
  }
  return { matches, ambiguous }
}
