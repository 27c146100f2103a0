import type {
  Body,
  createPerson as createRoute,
  PersonKind,
  savePreferences as preferencesRoute,
  updatePerson as updateRoute,
} from '@mailroom/contract'
import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../platform/database.ts'
import { AppError, FormError } from '../../platform/errors.ts'
import type { Right } from '../../platform/rights.ts'
import { audit, strictAddress } from '../users/commands.ts'
import { refreshPeople, runIn, savePeople } from './directory/commands.ts'
import type { Directory } from './directory/rules.ts'
import { conditionForIds } from './filters/rules.ts'
import { countryCode, genderOfTitle, sortNameOf, tidyPhone } from './rules.ts'

/** Big writes need more than Prisma's 5 s. */
const patience = { timeout: 300_000, maxWait: 10_000 }

/** Writes a whole directory (the demo school, a source) in one transaction. Answers with the numbers per outcome. */
export const saveDirectory = async ({ database }: Deps, directory: Directory): Promise<Record<string, number>> => {
  const { plan } = await database.prisma.$transaction(tx => savePeople(runIn(tx), directory), patience)
  const counts: Record<string, number> = { created: 0, updated: 0, unchanged: 0, retired: 0 }
  for (const { outcome } of plan.people) counts[outcome] = (counts[outcome] ?? 0) + 1
  return counts
}

type Form = Omit<Body<typeof updateRoute>, 'version'>

/** Addresses as kept, every fault told at once; `kept` are already there, malformed ones from an import included. */
const readAddresses = (typed: readonly string[], kept: ReadonlySet<string>): string[] => {
  const faults: AppError[] = []
  const seen = new Set<string>()
  const addresses = typed.map((text, at) => {
    try {
      const address = kept.has(text) ? text : strictAddress(text, `emails.${at}`)
      if (seen.has(address)) throw new AppError('ADDRESS_DUPLICATE', `emails.${at}`, { value: address })
      seen.add(address)
      return address
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      faults.push(error)
      return ''
    }
  })
  if (faults.length > 0) throw new FormError(faults)
  return addresses
}

const columnsOf = (form: Form) => {
  const postal = form.postal ?? { lines: [], postcode: '', city: '', country: '' }
  const country = countryCode(postal.country)
  return {
    surname: form.surname,
    givenName: form.givenName,
    title: form.title,
    language: form.language,
    phone: tidyPhone(form.phone, country),
    addressLines: postal.lines.map(line => line.trim()).filter(Boolean),
    postcode: postal.postcode.trim(),
    city: postal.city.trim(),
    country,
    sortName: sortNameOf(form),
  }
}

/** An address that stays keeps its state; a new one is unverified. */
const writeAddresses = async (tx: Transaction, personId: string, addresses: readonly string[]) => {
  await tx.emailAddress.deleteMany({ where: { personId, address: { notIn: [...addresses] } } })
  for (const [rank, address] of addresses.entries())
    await tx.emailAddress.upsert({
      where: { personId_address: { personId, address } },
      create: { personId, address, rank, state: 'unverified', changedAt: new Date() },
      update: { rank },
    })
}

/** Adds a person by hand; a student or teacher may be put into a class at once. */
export const createPerson = async (
  { database }: Deps,
  right: Right<'people.edit'>,
  kind: PersonKind,
  form: Body<typeof createRoute>,
): Promise<string> => {
  const addresses = readAddresses(form.emails, new Set())
  return database.prisma.$transaction(async tx => {
    const row = await tx.person.create({
      data: { ...columnsOf(form), kind, source: 'hand', searchText: '', gender: genderOfTitle(form.title) },
    })
    await writeAddresses(tx, row.id, addresses)
    if (form.classId && (kind === 'student' || kind === 'teacher')) {
      const found = await tx.schoolClass.count({ where: { id: form.classId, retiredAt: null } })
      if (found === 0) throw new AppError('NOT_FOUND', 'classId')
      await tx.enrolment.create({ data: { personId: row.id, classId: form.classId, role: kind } })
    }
    await refreshPeople(runIn(tx), [row.id])
    await audit(tx, right.actor, 'person.created', row.id, { kind })
    return row.id
  })
}

const lastAuthor = async (tx: Transaction, id: string): Promise<string> => {
  const entry = await tx.auditEntry.findFirst({
    where: { subject: id, action: { startsWith: 'person.' } },
    orderBy: { id: 'desc' },
    select: { actorName: true },
  })
  return entry?.actorName ?? '?'
}

/** Saves a person's form whole; CHANGED_MEANWHILE when somebody saved since `version`. */
export const updatePerson = async (
  { database }: Deps,
  right: Right<'people.edit'>,
  id: string,
  form: Body<typeof updateRoute>,
): Promise<void> => {
  const kept = await database.prisma.emailAddress.findMany({ where: { personId: id }, select: { address: true } })
  const addresses = readAddresses(form.emails, new Set(kept.map(one => one.address)))
  await database.prisma.$transaction(async tx => {
    const { count } = await tx.person.updateMany({
      where: { id, version: form.version, retiredAt: null },
      data: { ...columnsOf(form), version: { increment: 1 } },
    })
    if (count === 0) {
      if ((await tx.person.count({ where: { id, retiredAt: null } })) === 0) throw new AppError('NOT_FOUND')
      throw new AppError('CHANGED_MEANWHILE', undefined, { by: await lastAuthor(tx, id) })
    }
    await writeAddresses(tx, id, addresses)
    await refreshPeople(runIn(tx), [id])
    await audit(tx, right.actor, 'person.changed', id)
  })
}

/** Which channels a person accepts, overall and per category; what is not given stays. */
export const savePreferences = async (
  { database }: Deps,
  right: Right<'people.edit'>,
  id: string,
  input: Body<typeof preferencesRoute>,
): Promise<void> => {
  await database.prisma.$transaction(async tx => {
    const { count } = await tx.person.updateMany({
      where: { id, retiredAt: null },
      data: { acceptsEmail: input.acceptsEmail, acceptsPaper: input.acceptsPaper, version: { increment: 1 } },
    })
    if (count === 0) throw new AppError('NOT_FOUND')
    for (const { category, email, paper } of input.preferences ?? [])
      await tx.contactPreference.upsert({
        where: { personId_category: { personId: id, category } },
        create: { personId: id, category, email, paper },
        update: { email, paper },
      })
    await refreshPeople(runIn(tx), [id])
    await audit(tx, right.actor, 'person.preferences', id)
  })
}

/** "Accepts e-mail / paper" of many at once; answers with how many really changed. */
export const bulkPreferences = async (
  { database }: Deps,
  right: Right<'people.edit'>,
  kind: PersonKind,
  input: { ids: string[]; acceptsEmail?: boolean; acceptsPaper?: boolean },
): Promise<number> => {
  const { where, values } = conditionForIds(right.actor, kind, input.ids)
  const [email, paper] = [`$${values.length + 1}::boolean`, `$${values.length + 2}::boolean`]
  return database.prisma.$transaction(async tx => {
    const run = runIn(tx)
    const changed = await run<{ id: string }>(
      `UPDATE person p SET accepts_email = coalesce(${email}, accepts_email), accepts_paper = coalesce(${paper}, accepts_paper), version = version + 1
       WHERE ${where} AND (accepts_email <> coalesce(${email}, accepts_email) OR accepts_paper <> coalesce(${paper}, accepts_paper)) RETURNING p.id`,
      [...values, input.acceptsEmail ?? null, input.acceptsPaper ?? null],
    )
    await refreshPeople(
      run,
      changed.map(row => row.id),
    )
    if (changed.length > 0) await audit(tx, right.actor, 'people.preferences', null, { kind, changed: changed.length })
    return changed.length
  }, patience)
}
