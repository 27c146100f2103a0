import type { Body, PersonDetail, updatePerson } from '@mailroom/contract'

export type PersonForm = Body<typeof updatePerson>
type Postal = NonNullable<PersonForm['postal']>

export const emptyPostal: Postal = { lines: ['', ''], postcode: '', city: '', country: '' }

/** The whole form of a person, so that one changed field can be saved without touching the others. */
export const valuesOf = (person: PersonDetail): PersonForm => ({
  surname: person.surname,
  givenName: person.givenName,
  title: person.title,
  language: person.language,
  phone: person.phone ?? '',
  postal: person.postal,
  emails: person.emails.map(email => email.address),
  version: person.version,
})

/** Empty rows are not addresses; an address without a street, postcode or city is none. */
export function tidied<T extends Pick<PersonForm, 'emails' | 'postal'>>(form: T): T {
  const emails = form.emails.map(email => email.trim()).filter(Boolean)
  const lines = form.postal?.lines.map(line => line.trim()).filter(Boolean) ?? []
  const filled = form.postal && (lines.length > 0 || form.postal.city.trim() || form.postal.postcode.trim())
  return { ...form, emails, postal: filled && form.postal ? { ...form.postal, lines } : null }
}
