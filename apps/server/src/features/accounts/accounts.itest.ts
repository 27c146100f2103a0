import {
  authoriseUsers,
  confirmAccount,
  createAccount,
  createPersonalAccount,
  createSignature,
  deleteAccount,
  listAccounts,
  listMyAccounts,
  resendCode,
  saveAccountSettings,
  updateAccount,
} from '@mailroom/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { authorise } from '../../platform/rights.ts'
import { type AccountsApp, startAccountsApp } from '../../testing/accounts.ts'
import type { Client } from '../../testing/app.ts'
import { makeMail } from '../../testing/factories.ts'
import { noteAccountUsed } from './commands.ts'
import { usableAccount, visibleAccountIds } from './queries.ts'

let t: AccountsApp
beforeAll(async () => {
  t = await startAccountsApp()
})
afterAll(() => t.close())

const nobody = '00000000-0000-4000-8000-000000000000'
const createActive = async (designation: string, address: string) => {
  const { id } = await t.create(designation, address)
  await t.admin.call(confirmAccount, { params: { id }, body: { code: await t.codeFor(address) } })
  return (await t.admin.call(listAccounts)).body.accounts.find((one: { id: string }) => one.id === id)
}
const actorOf = async (client: { userId: string }) => {
  const user = await t.prisma.user.findUniqueOrThrow({ where: { id: client.userId } })
  return {
    userId: user.id,
    name: user.name,
    email: user.email,
    role: user.role as 'teacher',
    language: 'en' as const,
    personId: null,
  }
}
const rightOf = async (client: { userId: string }) => authorise(await actorOf(client), 'dispatches.create')

test('bad addresses and taken ones are refused where they stand', async () => {
  const address = 'taken@tilleuls.example'
  await t.create('Taken', address)
  const attempt = (typed: string, language = 'en') =>
    t.admin.call(createAccount, { body: { designation: 'x', address: typed } }, { language })
  expect((await attempt('jean@')).body.error).toMatchObject({ code: 'ADDRESS_INVALID', field: 'address' })
  expect((await attempt('a@b.example, c@d.example', 'fr')).body.error).toMatchObject({
    code: 'ADDRESS_SEVERAL',
    message: 'Il y a plusieurs adresses dans ce champ.',
  })
  expect(await attempt('TAKEN@tilleuls.example')).toMatchObject({
    status: 409,
    body: { error: { code: 'ACCOUNT_EXISTS', field: 'address' } },
  })
  const burst = await Promise.all(Array.from({ length: 4 }, () => attempt('burst@tilleuls.example')))
  expect(burst.map(one => one.status).sort()).toEqual([201, 409, 409, 409])
})

test('a changed address has to be proven again; who saved first is named', async () => {
  const account = await createActive('Direction', 'direction@tilleuls.example')
  const other = await t.as('supervisor', 'Second Supervisor')
  const save = (client: Client, version: number, address: string, language = 'en') =>
    client.call(
      updateAccount,
      { params: { id: account.id }, body: { version, designation: 'La direction', address } },
      { language },
    )
  const renamed = await save(other, account.version, account.address)
  expect(renamed.body.account).toMatchObject({
    designation: 'La direction',
    state: 'active',
    version: account.version + 1,
  })
  const stale = await save(t.admin, account.version, account.address, 'fr')
  expect(stale).toMatchObject({
    status: 409,
    body: { error: { code: 'CHANGED_MEANWHILE', values: { by: 'Second Supervisor' } } },
  })
  const moved = await save(t.admin, account.version + 1, 'proviseur@tilleuls.example')
  expect(moved.body.account).toMatchObject({ state: 'pending', address: 'proviseur@tilleuls.example' })
  expect((await t.confirm(t.admin, account.id, await t.codeFor('proviseur@tilleuls.example'))).status).toBe(200)
  expect((await save(t.admin, moved.body.account.version, 'taken@tilleuls.example')).body.error.code).toBe(
    'ACCOUNT_EXISTS',
  )
})

test('authorised users: added, removed with a trace, back again; strangers are refused', async () => {
  const account = await createActive('Internat', 'internat@tilleuls.example')
  const teacher = await t.as('teacher', 'Marc Delmas')
  const office = await t.as('secretary', 'Hélène Marchand'.normalize('NFD').replace(/\p{M}/gu, ''))
  const set = (version: number, userIds: string[]) =>
    t.admin.call(authoriseUsers, { params: { id: account.id }, body: { version, userIds } })
  const both = await set(account.version, [teacher.userId, office.userId, teacher.userId])
  expect(both.body.account.users.map((user: { name: string }) => user.name)).toEqual(['Helene Marchand', 'Marc Delmas'])
  expect((await set(account.version, [])).body.error).toMatchObject({
    code: 'CHANGED_MEANWHILE',
    values: { by: 'Julien Roche' },
  })
  const unknown = await set(both.body.account.version, [teacher.userId, nobody])
  expect(unknown).toMatchObject({ status: 404, body: { error: { code: 'NOT_FOUND', field: 'userIds.1' } } })
  const [mine] = (await teacher.call(listMyAccounts)).body.accounts
  expect(mine).toMatchObject({ id: account.id, isDefault: true, others: ['Helene Marchand'] })
  expect(mine.preview).toMatchObject({
    from: { name: 'Internat, Lycée des Tilleuls', address: account.address },
    rewritten: false,
  })
  const one = await set(both.body.account.version, [office.userId])
  expect((await teacher.call(listMyAccounts)).body.accounts).toEqual([])
  await expect(usableAccount(t.deps, await rightOf(teacher), account.id)).rejects.toMatchObject({
    code: 'ACCOUNT_NOT_YOURS',
  })
  expect(await visibleAccountIds(t.deps, await actorOf(teacher))).toEqual([])
  expect(
    await t.prisma.accountUser.findFirst({ where: { accountId: account.id, userId: teacher.userId } }),
  ).toMatchObject({ revokedAt: expect.any(Date) })
  await set(one.body.account.version, [teacher.userId, office.userId])
  expect(await usableAccount(t.deps, await rightOf(teacher), account.id)).toMatchObject({
    id: account.id,
    kind: 'institution',
  })
  expect(await visibleAccountIds(t.deps, await actorOf(teacher))).toEqual([account.id])
})

test('which account is used when none is chosen, and why one cannot be', async () => {
  const teacher = await t.as('teacher', 'Chooser')
  const right = await rightOf(teacher)
  const use = (id: string | null) => usableAccount(t.deps, right, id)
  await expect(use(null)).rejects.toMatchObject({ code: 'ACCOUNT_MISSING' })
  await expect(use(nobody)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const pending = (
    await teacher.call(createPersonalAccount, { body: { designation: 'Chooser', address: 'chooser@home.example' } })
  ).body.account
  await expect(use(null)).rejects.toMatchObject({ code: 'ACCOUNT_PENDING' })
  await expect(use(pending.id)).rejects.toMatchObject({ code: 'ACCOUNT_PENDING' })
  await t.confirm(teacher, pending.id, await t.codeFor('chooser@home.example'))
  expect(await use(null)).toMatchObject({ id: pending.id, kind: 'personal', maskCopies: false, responseAddress: null })
  const shared = await createActive('Club', 'club@tilleuls.example')
  await expect(use(shared.id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await t.admin.call(authoriseUsers, {
    params: { id: shared.id },
    body: { version: shared.version, userIds: [teacher.userId] },
  })
  expect((await use(null)).id).toBe(shared.id)
  await t.prisma.$transaction(tx => noteAccountUsed(tx, pending.id, teacher.userId))
  expect((await use(null)).id).toBe(pending.id)
})

test('a personal account belongs to its owner alone; outside the domains the rewriting is explained', async () => {
  const teacher = await t.as('teacher', 'Marc Owner')
  const made = await teacher.call(
    createPersonalAccount,
    { body: { designation: 'Marc', address: 'marc@courriel.example' } },
    { language: 'fr' },
  )
  expect(made.status).toBe(201)
  const { account } = made.body
  expect(account).toMatchObject({ kind: 'personal', state: 'pending', isDefault: false, others: [] })
  expect(account.preview).toMatchObject({
    from: { name: 'Marc Owner via Lycée des Tilleuls', address: 'secretariat@tilleuls.example' },
    replyTo: { address: 'marc@courriel.example' },
    rewritten: true,
    why: expect.stringContaining('marc@courriel.example'),
  })
  const code = await t.codeFor('marc@courriel.example')
  const colleague = await t.as('teacher', 'Colleague')
  for (const stranger of [t.admin, colleague]) {
    expect((await t.confirm(stranger, account.id, code)).status).toBe(404)
    expect((await stranger.call(resendCode, { params: { id: account.id } })).status).toBe(404)
    expect(
      (
        await stranger.call(saveAccountSettings, {
          params: { id: account.id },
          body: { responseAddress: null, maskCopies: true, defaultSignatureId: null },
        })
      ).status,
    ).toBe(404)
  }
  expect((await t.admin.call(deleteAccount, { params: { id: account.id } })).status).toBe(404)
  const again = await teacher.call(createPersonalAccount, {
    body: { designation: 'Marc', address: 'mark@courriel.example' },
  })
  expect(again.body.error).toMatchObject({ code: 'CODE_TOO_SOON', field: 'address' })
  await t.prisma.account.update({ where: { id: account.id }, data: { codeSentAt: new Date(Date.now() - 61_000) } })
  const mended = await teacher.call(createPersonalAccount, {
    body: { designation: 'Marc', address: 'mark@courriel.example' },
  })
  expect(mended.body.account).toMatchObject({ id: account.id, address: 'mark@courriel.example' })
  expect((await t.confirm(teacher, account.id, await t.codeFor('mark@courriel.example'))).status).toBe(200)
  const twice = await teacher.call(createPersonalAccount, {
    body: { designation: 'Marc', address: 'MARK@courriel.example' },
  })
  expect(twice.body.error.code).toBe('ACCOUNT_EXISTS')
})

test('my own settings for an account: response address, masked copies, signature, default', async () => {
  const shared = await createActive('Sport', 'sport@tilleuls.example')
  const teacher = await t.as('teacher', 'Coach')
  await t.admin.call(authoriseUsers, {
    params: { id: shared.id },
    body: { version: shared.version, userIds: [teacher.userId, t.admin.userId] },
  })
  const foreign = (await t.admin.call(createSignature, { body: { name: 'x', html: '<p>x</p>' } })).body.id
  const own = (await teacher.call(createSignature, { body: { name: 'x', html: '<p>Coach</p>' } })).body.id
  const settings = { responseAddress: 'Coach@Home.example', maskCopies: true, defaultSignatureId: own, isDefault: true }
  const save = (more: Record<string, unknown>) =>
    teacher.call(saveAccountSettings, { params: { id: shared.id }, body: { ...settings, ...more } })
  expect((await save({ responseAddress: 'x@' })).body.error).toMatchObject({
    code: 'ADDRESS_INVALID',
    field: 'responseAddress',
  })
  expect((await save({ defaultSignatureId: foreign })).body.error).toMatchObject({
    code: 'NOT_FOUND',
    field: 'defaultSignatureId',
  })
  const saved = (await save({})).body.account
  expect(saved).toMatchObject({
    isDefault: true,
    settings: { responseAddress: 'coach@home.example', maskCopies: true, defaultSignatureId: own },
  })
  expect(saved.preview.replyTo).toEqual({ name: 'Sport', address: 'coach@home.example' })
  expect(
    (await t.admin.call(listMyAccounts)).body.accounts.find((one: { id: string }) => one.id === shared.id).settings,
  ).toEqual({ responseAddress: null, maskCopies: false, defaultSignatureId: null })
  expect((await save({ responseAddress: '', isDefault: false })).body.account.settings.responseAddress).toBeNull()
})

test('an account with letters waiting is not deleted; without, it disappears and its history stays', async () => {
  const account = await createActive('Voyages', 'voyages@tilleuls.example')
  await t.admin.call(authoriseUsers, {
    params: { id: account.id },
    body: { version: account.version, userIds: [t.admin.userId] },
  })
  const dispatchId = await makeMail(t.deps.database, t.serverId, 312)
  await t.prisma.dispatch.update({ where: { id: dispatchId }, data: { accountId: account.id } })
  const busy = await t.admin.call(deleteAccount, { params: { id: account.id } }, { language: 'fr' })
  expect(busy).toMatchObject({
    status: 409,
    body: { error: { code: 'ACCOUNT_BUSY', message: '312 lettres attendent encore dans ce compte.' } },
  })
  await t.prisma.message.updateMany({ where: { dispatchId }, data: { state: 'accepted' } })
  expect((await t.admin.call(deleteAccount, { params: { id: account.id } })).body).toEqual({ ok: true })
  expect((await t.admin.call(deleteAccount, { params: { id: account.id } })).status).toBe(404)
  await expect(usableAccount(t.deps, await rightOf(t.admin), account.id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await visibleAccountIds(t.deps, await actorOf(t.admin))).toContain(account.id)
  const { accounts, candidates } = (await t.admin.call(listAccounts)).body
  expect(accounts.some((one: { id: string }) => one.id === account.id)).toBe(false)
  expect(candidates.some((one: { id: string }) => one.id === t.admin.userId)).toBe(true)
  expect(
    (await t.admin.call(createAccount, { body: { designation: 'Voyages', address: account.address } })).status,
  ).toBe(201)
  const actions = await t.prisma.auditEntry.findMany({ where: { subject: account.id }, orderBy: { id: 'asc' } })
  expect(actions.map(one => one.action)).toEqual([
    'account.created',
    'account.proven',
    'account.users-changed',
    'account.deleted',
  ])
})
