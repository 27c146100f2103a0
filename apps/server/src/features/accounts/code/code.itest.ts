import { authoriseUsers, createAccount, listAccounts, listMyAccounts, resendCode } from '@mailroom/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AccountsApp, startAccountsApp } from '../../../testing/accounts.ts'

let t: AccountsApp
beforeAll(async () => {
  t = await startAccountsApp()
})
afterAll(() => t.close())

const nobody = '00000000-0000-4000-8000-000000000000'
const wrongFor = async (address: string) =>
  String((Number((await t.codeFor(address)).replace(/\s/g, '')) + 1) % 1_000_000).padStart(6, '0')

test('an account is pending until the code from the e-mail is typed in, spaces and all', async () => {
  const made = await t.admin.call(
    createAccount,
    { body: { designation: 'Vie scolaire', address: 'Vie.Scolaire@Tilleuls.example' } },
    { language: 'fr' },
  )
  expect(made.status).toBe(201)
  const { account } = made.body
  expect(account).toMatchObject({
    kind: 'institution',
    state: 'pending',
    address: 'vie.scolaire@tilleuls.example',
    insideDomains: true,
    users: [],
  })
  expect(account.code).toMatchObject({ triesLeft: 5 })
  const mail = await t.mailTo(account.address)
  expect(mail).toMatchObject({
    subject: 'Votre code pour confirmer cette adresse',
    toName: 'Vie scolaire',
    state: 'ready',
    priority: 0,
  })
  expect(mail?.content?.text).toContain('Julien Roche souhaite envoyer des e-mails depuis cette adresse')
  expect(mail?.content?.html).toContain('<html lang="fr"')
  const code = await t.codeFor(account.address)
  expect(code).toMatch(/^\d{3}\s\d{3}$/)
  const row = await t.prisma.account.findUniqueOrThrow({ where: { id: account.id } })
  expect(row.codeHash).toMatch(/^[0-9a-f]{64}$/)
  expect(mail?.subject).not.toContain(code)
  expect((await t.confirm(t.admin, account.id, ` ${code} \n`)).body).toEqual({ state: 'active' })
  const again = await t.confirm(t.admin, account.id, code, 'fr')
  expect(again).toMatchObject({
    status: 409,
    body: { error: { code: 'CODE_USED', message: 'L’adresse de ce compte est déjà prouvée.' } },
  })
  const [shown] = (await t.admin.call(listAccounts)).body.accounts
  expect(shown).toMatchObject({ state: 'active', code: null })
})

test('five wrong codes end it, also when they arrive at the same moment; then the right one is too late', async () => {
  const { id, address } = await t.create('Infirmerie', 'infirmerie@tilleuls.example')
  const wrong = await wrongFor(address)
  const first = await t.confirm(t.admin, id, wrong)
  expect(first).toMatchObject({
    status: 400,
    body: { error: { code: 'CODE_WRONG', field: 'code', values: { left: 4 } } },
  })
  expect((await t.confirm(t.admin, id, 'abc', 'fr')).body.error.message).toBe('Ce n’est pas le code. Encore 3 essais.')
  const burst = await Promise.all(Array.from({ length: 12 }, () => t.confirm(t.admin, id, wrong)))
  const codes = burst.map(one => one.body.error.code)
  expect(codes.filter(code => code === 'CODE_WRONG')).toHaveLength(2)
  expect(codes.filter(code => code === 'CODE_TRIES')).toHaveLength(10)
  const late = await t.confirm(t.admin, id, await t.codeFor(address))
  expect(late).toMatchObject({ status: 429, body: { error: { code: 'CODE_TRIES' } } })
  expect(await t.prisma.account.findUnique({ where: { id } })).toMatchObject({ state: 'pending', codeTries: 5 })
})

test('an expired code, and a new one that ends the old one; not twice within a minute', async () => {
  const { id, address } = await t.create('Cantine', 'cantine@tilleuls.example')
  const old = await t.codeFor(address)
  const soon = await t.admin.call(resendCode, { params: { id } }, { language: 'fr' })
  expect(soon).toMatchObject({
    status: 429,
    body: { error: { code: 'CODE_TOO_SOON', message: 'Un code vient d’être envoyé.' } },
  })
  expect(soon.body.error.values.seconds).toBeGreaterThan(50)
  await t.prisma.account.update({ where: { id }, data: { codeExpiresAt: new Date(Date.now() - 1000) } })
  expect((await t.confirm(t.admin, id, old, 'fr')).body.error).toMatchObject({
    code: 'CODE_EXPIRED',
    message: 'Ce code a expiré.',
  })
  await t.prisma.account.update({ where: { id }, data: { codeSentAt: new Date(Date.now() - 61_000) } })
  const twice = await Promise.all([
    t.admin.call(resendCode, { params: { id } }),
    t.admin.call(resendCode, { params: { id } }),
  ])
  expect(twice.map(one => one.status).sort()).toEqual([200, 429])
  const fresh = await t.codeFor(address)
  if (fresh !== old) expect((await t.confirm(t.admin, id, old)).body.error.code).toBe('CODE_WRONG')
  expect((await t.confirm(t.admin, id, fresh)).status).toBe(200)
})

test('without a mail server nobody waits for a code: nothing is saved', async () => {
  await t.prisma.sendingSettings.update({ where: { id: 1 }, data: { serverId: null } })
  const refused = await t.admin.call(
    createAccount,
    { body: { designation: 'x', address: 'x@tilleuls.example' } },
    { language: 'fr' },
  )
  await t.prisma.sendingSettings.update({ where: { id: 1 }, data: { serverId: t.serverId } })
  expect(refused.body.error).toMatchObject({
    code: 'SERVER_MISSING',
    message: 'Aucun serveur de messagerie n’est encore configuré.',
  })
  expect(await t.prisma.account.count({ where: { address: 'x@tilleuls.example' } })).toBe(0)
})

test('a supervisor types the code of an institution account; an authorised teacher does not', async () => {
  const { id, address, version } = await t.create('CDI', 'cdi@tilleuls.example')
  const teacher = await t.as('teacher', 'Librarian')
  await t.admin.call(authoriseUsers, { params: { id }, body: { version, userIds: [teacher.userId] } })
  expect((await t.confirm(teacher, id, await t.codeFor(address))).status).toBe(404)
  expect((await t.confirm(t.admin, nobody, '123456')).status).toBe(404)
  expect(
    (
      await teacher.call(
        createAccount,
        { body: { designation: 'x', address: 'y@tilleuls.example' } },
        { language: 'fr' },
      )
    ).body.error,
  ).toMatchObject({ code: 'NOT_ALLOWED', message: 'Votre rôle ne le permet pas.' })
  expect((await t.visitor().call(listMyAccounts)).status).toBe(401)
})
