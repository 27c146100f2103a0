import type { Directory, Known, KnownPerson, PersonDraft } from '../directory/rules.ts'
import type { Matches } from '../planning/rules.ts'
import { fold } from '../rules.ts'

const nameKey = (person: { kind: string; surname: string; givenName: string }) =>
  `${person.kind} ${fold(`${person.surname} ${person.givenName}`)}`
const placeKey = (postal: PersonDraft['postal']) =>
  postal && postal.lines.length > 0 ? fold(`${postal.lines.at(-1)} ${postal.postcode}`) : ''

/** Names of the classes of everybody; a guardian's are those of the students. */
export const classesByPerson = (known: Known): Map<string, Set<string>> => {
  const names = new Map(known.classes.filter(one => !one.retired).map(one => [one.id, fold(one.name)]))
  const classes = new Map<string, Set<string>>()
  const add = (person: string, name: string | undefined) =>
    name && classes.set(person, (classes.get(person) ?? new Set()).add(name))
  for (const { personId, classId } of known.enrolments) add(personId, names.get(classId))
  for (const { studentId, guardianId } of known.guardianships)
    for (const name of classes.get(studentId) ?? []) add(guardianId, name)
  return classes
}

type Hints = { classes: Map<string, string[]>; students: Map<string, string[]> }
const hintsOf = (directory: Directory): Hints => {
  const classNames = new Map(directory.classes.map(one => [one.key, fold(one.name)]))
  const classes = new Map<string, string[]>()
  for (const one of directory.enrolments)
    classes.set(one.person, [...(classes.get(one.person) ?? []), classNames.get(one.class) ?? ''])
  const students = new Map<string, string[]>()
  for (const one of directory.guardianships)
    students.set(one.guardian, [...(students.get(one.guardian) ?? []), one.student])
  return { classes, students }
}

/** What a draft is compared with, and who is taken already. */
type Matcher = {
  hints: Hints
  classes: Map<string, Set<string>>
  families: Map<string, Set<string>>
  matches: Map<string, KnownPerson>
  claimed: Set<string>
  ambiguous: Set<string>
}

const makeMatcher = (directory: Directory, known: Known): Matcher => {
  const families = new Map<string, Set<string>>()
  for (const { studentId, guardianId } of known.guardianships)
    families.set(guardianId, (families.get(guardianId) ?? new Set()).add(studentId))
  const empty = { matches: new Map(), claimed: new Set<string>(), ambiguous: new Set<string>() }
  return { hints: hintsOf(directory), classes: classesByPerson(known), families, ...empty }
}

/** What differs for certain excludes: another date of birth, another identifier of the same source. */
const compatible = (draft: PersonDraft, one: KnownPerson): boolean =>
  !(draft.birthDate && one.birthDate && draft.birthDate !== one.birthDate) &&
  !(draft.identifier && one.identifier && one.source === draft.source)

/** Something beside the name says that it is them: date of birth, address, class, family. */
const certain = ({ hints, classes, families, matches }: Matcher, draft: PersonDraft, one: KnownPerson): boolean =>
  (Boolean(draft.birthDate) && draft.birthDate === one.birthDate) ||
  (draft.emails ?? []).some(email => one.emails.some(other => other.address === email.address)) ||
  (hints.classes.get(draft.key) ?? []).some(name => classes.get(one.id)?.has(name)) ||
  (hints.students.get(draft.key) ?? []).some(student => families.get(one.id)?.has(matches.get(student)?.id ?? '')) ||
  (draft.kind === 'guardian' && placeKey(draft.postal) !== '' && placeKey(draft.postal) === placeKey(one.postal))

/** Takes the one candidate; several are too many. */
const settle = (matcher: Matcher, draft: PersonDraft, candidates: KnownPerson[]) => {
  const free = candidates.filter(one => !matcher.claimed.has(one.id))
  if (free.length > 1) matcher.ambiguous.add(draft.key)
  const [only] = free
  if (!only || free.length > 1) return
  matcher.matches.set(draft.key, only)
  matcher.claimed.add(only.id)
}

const settleByIdentifier = (matcher: Matcher, directory: Directory, known: Known) => {
  const byIdentifier = Map.groupBy(
    known.people.filter(one => one.identifier),
    one => `${one.kind} ${one.identifier}`,
  )
  for (const draft of directory.people) {
    const found = draft.identifier ? (byIdentifier.get(`${draft.kind} ${draft.identifier}`) ?? []) : []
    const own = found.find(one => one.source === draft.source) ?? found[0]
    if (own) settle(matcher, draft, [own])
  }
}

/**
 * People of a table are known by their identifier, else by name and what goes with it. Who could be one of several is
 * in `ambiguous`.
 */
export const matchByName = (directory: Directory, known: Known): { matches: Matches; ambiguous: Set<string> } => {
  const matcher = makeMatcher(directory, known)
  const { matches, ambiguous, hints } = matcher
  const byName = Map.groupBy(known.people, nameKey)
  settleByIdentifier(matcher, directory, known)
  const open = directory.people.filter(draft => !matches.has(draft.key) && draft.surname !== '')
  // Students first: guardians are then known by them.
  const ordered = [...open].sort((a, b) => Number(a.kind === 'guardian') - Number(b.kind === 'guardian'))
  const alike = (draft: PersonDraft) => (byName.get(nameKey(draft)) ?? []).filter(one => compatible(draft, one))
  for (const draft of ordered)
    settle(
      matcher,
      draft,
      alike(draft).filter(one => certain(matcher, draft, one)),
    )
  for (const draft of ordered) {
    // Two guardians of one name in different families are two people unless something ties them.
    const tied = draft.kind === 'guardian' && hints.students.has(draft.key)
    if (!tied && !matches.has(draft.key) && !ambiguous.has(draft.key))
      settle(
        matcher,
        draft,
        alike(draft).filter(one => !one.retired),
      )
  }
  return { matches, ambiguous }
}
