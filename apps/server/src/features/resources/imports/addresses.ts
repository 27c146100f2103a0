import type { PersonKind } from '@mailroom/contract'
import type { Directory, Known, KnownPerson, PersonDraft } from '../directory/rules.ts'
import { classesByPerson } from '../matching/rules.ts'
import { fold } from '../rules.ts'
import type { Column, Target } from './columns.ts'
import { nameOf, oneLine, type Parsed, readPostal } from './rules.ts'
import type { Table } from './table.ts'

type Finder = {
  byIdentifier: Map<string, KnownPerson[]>
  byName: Map<string, KnownPerson[]>
  classes: Map<string, Set<string>>
}

const makeFinder = (known: Known, kind: PersonKind | null): Finder => {
  const people = known.people.filter(one => !one.retired && (kind === null || one.kind === kind))
  const identified = people.filter(one => one.identifier)
  return {
    byIdentifier: Map.groupBy(identified, one => one.identifier ?? ''),
    byName: Map.groupBy(people, one => fold(nameOf(one))),
    classes: classesByPerson(known),
  }
}

/** By identifier where the row has one, else by name, told apart by class. */
const find = (finder: Finder, row: { identifier: string; name: string; className: string }): KnownPerson[] => {
  if (row.identifier) return finder.byIdentifier.get(row.identifier) ?? []
  const found = finder.byName.get(fold(row.name)) ?? []
  const inClass = found.filter(one => finder.classes.get(one.id)?.has(fold(row.className)))
  return inClass.length > 0 ? inClass : found
}

/**
 * Postal addresses for people who are in the lists already (OneRoster has none); nobody is created. The
 * key of a line is the id of the person it was found to be. Pure.
 */
export const readAddressTable = (
  table: Table,
  columns: readonly Column[],
  options: { kind: PersonKind | null; file: string },
  known: Known,
): Parsed => {
  const places = new Map(
    columns.map((column, at) => [column.target, at] as const).filter(([target]) => target !== 'ignore'),
  )
  const finder = makeFinder(known, options.kind)
  const directory: Directory = { people: [], classes: [], enrolments: [], guardianships: [], replaceEnrolments: false }
  const parsed: Parsed = { directory, lines: [], refusals: [] }
  const matched = new Set<string>()
  for (const { line, cells } of table.rows) {
    const cell = (target: Target) => cells[places.get(target) ?? -1] ?? ''
    const row = {
      identifier: oneLine(cell('identifier')),
      name: oneLine(`${cell('surname')} ${cell('givenName')}`),
      className: oneLine(cell('class')),
    }
    const origin = { file: options.file, line, name: row.name || row.identifier || '?' }
    const refuse = (code: string) =>
      void parsed.refusals.push({ ...origin, note: { code, values: { value: row.identifier || row.name } } })
    const postal = readPostal({
      lines: [cell('addressLine1'), cell('addressLine2'), cell('addressLine3')],
      postcode: cell('postcode'),
      city: cell('city'),
      country: cell('country'),
    })
    const [person, ...others] = find(finder, row)
    if (!row.identifier && !row.name) refuse('NAME_MISSING')
    else if (!postal) refuse('ADDRESS_MISSING')
    else if (!person) refuse('PERSON_UNKNOWN')
    else if (others.length > 0) refuse('PERSON_AMBIGUOUS')
    else if (matched.has(person.id)) refuse('LINE_TWICE')
    else {
      const draft: PersonDraft = {
        key: person.id,
        kind: person.kind,
        source: person.source,
        identifier: person.identifier,
        surname: person.surname,
        givenName: person.givenName,
        postal,
      }
      matched.add(person.id)
      directory.people.push(draft)
      parsed.lines.push({ ...origin, name: row.name || nameOf(person), key: person.id, notes: [] })
    }
  }
  return parsed
}
