import type { DispatchChoice, Language, Outcome, outcomeReason, PersonKind, Reach } from '@mailroom/contract'
import { addressBlock, householdNames, type LetterStudent, type Person, parseTitle } from '@mailroom/letter'
import type { z } from 'zod'
import type { AudienceLink, Concerned, Contact } from '../resources/audience/queries.ts'

export type Reason = z.output<typeof outcomeReason>
export type { AudienceLink, Concerned, Contact } from '../resources/audience/queries.ts'

/** One line of the plan. `data` is what the letter needs of these people, frozen with the dispatch. */
export type Planned = {
  key: string
  personIds: string[]
  kind: PersonKind
  name: string
  sortName: string
  sortClass: string
  postcode: string
  concerned: string
  language: Language
  outcome: Outcome
  reason: Reason
  address: string | null
  addressLines: string[]
  /** A letter to them would arrive and is welcome. */
  printable: boolean
  data: RecipientData
}
export type RecipientData = {
  recipients: Person[]
  kind: PersonKind
  address: { lines: string[]; postcode: string; city: string; country: string } | null
  students: LetterStudent[]
}

type Group = { contacts: Contact[]; concerned: Concerned[] }

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim()
const addressKey = (contact: Contact) => plain([...contact.addressLines, contact.postcode, contact.city].join(' '))

/**
 * Who belongs together on one letter. Per person: a guardian gets one letter for each child concerned (an e-mail that
 * is no letter: one in all). Per household: the people at one postal address who share a child get one letter for all
 * their children; parents who live apart get one each (SPEC row 38).
 */
export const groupAudience = (
  links: readonly AudienceLink[],
  choice: Pick<DispatchChoice, 'kind' | 'per'>,
): Group[] => {
  const groups = new Map<string, Group>()
  const family = choice.per === 'household' ? findFamilies(links) : undefined
  for (const { contact, concerned } of links) {
    const key = family
      ? (family.get(contact.id) ?? contact.id)
      : choice.kind === 'letter' && concerned && concerned.id !== contact.id
        ? `${contact.id}/${concerned.id}`
        : contact.id
    const group = groups.get(key) ?? { contacts: [], concerned: [] }
    if (!group.contacts.some(one => one.id === contact.id)) group.contacts.push(contact)
    if (concerned && !group.concerned.some(one => one.id === concerned.id)) group.concerned.push(concerned)
    groups.set(key, group)
  }
  return [...groups.values()]
}

/** Contact → name of the household: guardians of one student at the same, known address. */
const findFamilies = (links: readonly AudienceLink[]): Map<string, string> => {
  const parent = new Map<string, string>()
  const root = (id: string): string => {
    const up = parent.get(id)
    return up === undefined || up === id ? id : root(up)
  }
  const byStudent = new Map<string, Contact[]>()
  for (const { contact, concerned } of links)
    if (concerned) byStudent.set(concerned.id, [...(byStudent.get(concerned.id) ?? []), contact])
  for (const guardians of byStudent.values()) {
    for (const [index, one] of guardians.entries()) {
      const mate = guardians
        .slice(0, index)
        .find(other => addressKey(other) === addressKey(one) && one.addressLines.length > 0)
      if (mate) parent.set(root(one.id), root(mate.id))
    }
  }
  return new Map(links.map(({ contact }) => [contact.id, `h/${root(contact.id)}`]))
}

const toPerson = (one: Pick<Contact, 'title' | 'givenName' | 'surname'>): Person => ({
  title: parseTitle(one.title) ?? null,
  givenName: one.givenName,
  surname: one.surname,
})

/** Sendable today: the address is there and the person accepts e-mail. An unverified address is tried. */
const byEmail = (contact: Contact) =>
  contact.email !== null && (contact.reach === 'ok' || contact.reach === 'unverified')

const whyNoEmail: Record<Reach, Reason> = {
  ok: 'has-email',
  unverified: 'has-email',
  paper: 'prefers-paper',
  refused: 'refuses-email',
  missing: 'no-email',
  invalid: 'invalid-email',
  bounced: 'bounced-email',
}

/** `refused`: nobody of the group accepts paper. */
export type Paper = { lines: string[]; fits: boolean; missing: boolean; refused: boolean }
const paperOf = (group: Group, country: string, language: Language): Paper => {
  const [first] = group.contacts
  const refused = group.contacts.every(one => !one.acceptsPaper)
  if (!first || (first.addressLines.length === 0 && first.city === ''))
    return { lines: [], fits: false, missing: true, refused }
  const address = {
    lines: first.addressLines,
    postcode: first.postcode,
    city: first.city,
    country: first.country || country,
  }
  const block = addressBlock({ people: group.contacts.map(toPerson), address }, country, language)
  const bad = block.problems.some(problem => problem.code === 'too-many-lines' || problem.code === 'line-too-long')
  const missing = block.problems.some(problem => problem.code === 'no-town' || problem.code === 'no-street')
  return { lines: block.lines, fits: !bad, missing, refused }
}

const isPrintable = (paper: Omit<Paper, 'lines'>) => !paper.missing && paper.fits && !paper.refused

/**
 * E-mail, paper, both or unreachable, and why: the decision of the dispatch window for one recipient (SPEC rows 33, 34).
 * Paper holds letters: a written e-mail has none to print.
 */
export const decideOutcome = (
  person: { reach: Reach; email: boolean },
  paper: Omit<Paper, 'lines'>,
  choice: Pick<DispatchChoice, 'kind' | 'output' | 'printCopy'>,
): { outcome: Outcome; reason: Reason } => {
  const noPaper: Reason = paper.refused ? 'refuses-paper' : paper.missing ? 'no-postal-address' : 'address-does-not-fit'
  const printable = isPrintable(paper)
  const printCopy = choice.kind === 'letter' ? choice.printCopy : 'none'
  if (choice.kind === 'letter' && choice.output === 'print')
    return printable ? { outcome: 'paper', reason: 'chosen-paper' } : { outcome: 'unreachable', reason: noPaper }
  if (person.email)
    return printCopy === 'all' && printable
      ? { outcome: 'both', reason: 'copy-for-all' }
      : { outcome: 'email', reason: 'has-email' }
  const reason = whyNoEmail[person.reach]
  if (printCopy === 'none') return { outcome: 'unreachable', reason }
  return printable ? { outcome: 'paper', reason } : { outcome: 'unreachable', reason: noPaper }
}

const studentOf = (one: Concerned): LetterStudent => ({
  givenName: one.givenName,
  surname: one.surname,
  className: one.className,
  birthDate: one.birthDate,
  pronouns: one.gender === 'f' ? 'she' : one.gender === 'm' ? 'he' : null,
})

const words = (concerned: readonly Concerned[]) =>
  concerned.map(one => `${one.givenName}${one.className ? `, ${one.className}` : ''}`).join(' · ')

const planGroup = (group: Group, choice: DispatchChoice, country: string): Planned => {
  const reachable = group.contacts.find(byEmail)
  const lead = reachable ?? group.contacts[0]
  if (!lead) throw new Error('a group without people')
  const paper = paperOf(group, country, lead.language)
  const decided = decideOutcome({ reach: lead.reach, email: reachable !== undefined }, paper, choice)
  const people = group.contacts.map(toPerson)
  const [student] = group.concerned
  return {
    key: `${group.contacts.map(one => one.id).join('+')}/${group.concerned.map(one => one.id).join('+')}`,
    personIds: [...new Set([...group.contacts.map(one => one.id), ...group.concerned.map(one => one.id)])],
    kind: lead.kind,
    name: householdNames(people, lead.language),
    sortName: plain(`${lead.surname} ${lead.givenName}`),
    sortClass: student?.className ?? '',
    postcode: lead.postcode,
    concerned: lead.kind === 'student' ? (student?.className ?? '') : words(group.concerned),
    language: lead.language,
    ...decided,
    address: reachable?.email ?? null,
    addressLines: paper.lines,
    printable: isPrintable(paper),
    data: {
      recipients: people,
      kind: lead.kind,
      address:
        paper.lines.length > 0
          ? { lines: lead.addressLines, postcode: lead.postcode, city: lead.city, country: lead.country || country }
          : null,
      students: group.concerned.map(studentOf),
    },
  }
}

/** The same address twice in a written e-mail would be the same text twice: the second is shown, not sent. */
const markDuplicates = (planned: Planned[]): Planned[] => {
  const seen = new Set<string>()
  return planned.map(one => {
    if (one.outcome !== 'email' || !one.address) return one
    if (!seen.has(one.address)) {
      seen.add(one.address)
      return one
    }
    return { ...one, outcome: 'unreachable', reason: 'duplicate' }
  })
}

/**
 * The plan of a dispatch: every recipient with what becomes of them and why. Pure; `country` is where letters are
 * posted (ISO 3166-1 alpha-2). Sorted by name, the order in which they are sent.
 */
export const planDispatch = (links: readonly AudienceLink[], choice: DispatchChoice, country: string): Planned[] => {
  const excluded = new Set(choice.excluded)
  const kept = links.filter(link => !excluded.has(link.contact.id))
  const planned = groupAudience(kept, choice).map(group => planGroup(group, choice, country))
  planned.sort((a, b) => (a.sortName < b.sortName ? -1 : a.sortName > b.sortName ? 1 : 0))
  return choice.kind === 'email' ? markDuplicates(planned) : planned
}

export type PlanCounts = { email: number; paper: number; both: number; unreachable: number }
export const countPlan = (planned: readonly Pick<Planned, 'outcome'>[]): PlanCounts => {
  const counts: PlanCounts = { email: 0, paper: 0, both: 0, unreachable: 0 }
  for (const { outcome } of planned) counts[outcome]++
  return counts
}

const order: Record<Outcome, number> = { unreachable: 0, paper: 1, both: 2, email: 3 }
/** For the check-up: who needs a look comes first. */
export const worstFirst = <T extends Pick<Planned, 'outcome'>>(planned: readonly T[]): T[] =>
  planned.toSorted((a, b) => order[a.outcome] - order[b.outcome])

/** Others per dispatch: extra addresses outside the derived set (SPEC §0; RELIABILITY §6: relay abuse). */
export const maximumOthers = (role: string): number => (role === 'teacher' ? 3 : 10)

/** Bytes as they travel: base64 makes four of three, and a line end after 76 (RFC 2045 §6.8). */
export const encodedBytes = (bytes: number): number => Math.ceil(bytes / 57) * 78
/** Largest e-mail, as encoded: most servers stop at 25 MB. */
export const maximumEmailBytes = 25_000_000
export const maximumUploadBytes = 20_000_000

const programs =
  /\.(exe|com|bat|cmd|scr|pif|vbs|vbe|js|jse|wsf|wsh|msi|msp|ps1|jar|lnk|hta|cpl|reg|iso|img|apk|dll|sys|html?|svg|xhtml)$/i
const magic: [type: string, test: (bytes: Uint8Array) => boolean][] = [
  ['application/pdf', b => text(b, 5) === '%PDF-'],
  ['image/png', b => b[0] === 0x89 && text(b.subarray(1), 3) === 'PNG'],
  ['image/jpeg', b => b[0] === 0xff && b[1] === 0xd8 && b[2] === 0xff],
  ['image/gif', b => text(b, 4) === 'GIF8'],
  ['application/zip', b => text(b, 2) === 'PK'],
  ['application/x-ole', b => b[0] === 0xd0 && b[1] === 0xcf && b[2] === 0x11 && b[3] === 0xe0],
  ['program', b => text(b, 2) === 'MZ' || (b[0] === 0x7f && text(b.subarray(1), 3) === 'ELF') || text(b, 2) === '#!'],
]
const text = (bytes: Uint8Array, length: number) => String.fromCharCode(...bytes.subarray(0, length))
const byExtension: Record<string, [claim: string, type: string]> = {
  pdf: ['application/pdf', 'application/pdf'],
  png: ['image/png', 'image/png'],
  jpg: ['image/jpeg', 'image/jpeg'],
  jpeg: ['image/jpeg', 'image/jpeg'],
  gif: ['image/gif', 'image/gif'],
  docx: ['application/zip', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  xlsx: ['application/zip', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  pptx: ['application/zip', 'application/vnd.openxmlformats-officedocument.presentationml.presentation'],
  odt: ['application/zip', 'application/vnd.oasis.opendocument.text'],
  ods: ['application/zip', 'application/vnd.oasis.opendocument.spreadsheet'],
  zip: ['application/zip', 'application/zip'],
  doc: ['application/x-ole', 'application/msword'],
  xls: ['application/x-ole', 'application/vnd.ms-excel'],
  ppt: ['application/x-ole', 'application/vnd.ms-powerpoint'],
  txt: ['text', 'text/plain'],
  csv: ['text', 'text/csv'],
  ics: ['text', 'text/calendar'],
}

/**
 * What an uploaded file is, by its first bytes and not by what its name says: its media type and a name without path,
 * or why it is refused (`forbidden`: a program; `disguised`: the bytes contradict the name).
 */
export const inspectAttachment = (
  name: string,
  bytes: Uint8Array,
): { ok: true; name: string; type: string } | { ok: false; why: 'forbidden' | 'disguised'; detail: string } => {
  const base =
    (name.split(/[\\/]/).at(-1) ?? '')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
      .replace(/[\u0000-\u001f\u007f\u202a-\u202e"<>|:*?]/g, '')
      .replace(/^\.+/, '')
      .slice(-120) || 'file'
  const extension = /\.([a-z0-9]+)$/i.exec(base)?.[1]?.toLowerCase() ?? ''
  const found = magic.find(([, test]) => test(bytes))?.[0]
  if (found === 'program' || programs.test(base))
    return { ok: false, why: 'forbidden', detail: extension ? `.${extension}` : 'program' }
  const known = byExtension[extension]
  const looksText = !bytes.subarray(0, 4000).includes(0)
  const actual = found ?? (looksText ? 'text' : 'unknown')
  if (actual === 'text' && /^\s*(<!doctype html|<html|<script|<svg)/i.test(text(bytes, 200)))
    return { ok: false, why: known?.[0] === 'text' || !known ? 'forbidden' : 'disguised', detail: 'HTML' }
  if (known && known[0] !== actual) return { ok: false, why: 'disguised', detail: `.${extension}` }
  return { ok: true, name: base, type: known?.[1] ?? 'application/octet-stream' }
}

/** Message-ID of a row: its own id at the sender's domain, fixed for life (RFC 5322 §3.6.4). */
export const headerId = (id: string, from: string): string => `<${id}@${from.slice(from.lastIndexOf('@') + 1)}>`
