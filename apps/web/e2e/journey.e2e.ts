import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '../../server/src/testing/factories.ts'
import { makeOneRoster } from '../../server/src/testing/oneroster-zip.ts'
import { expectAccessible, findFaults, findWide, readPdf, type Stack, startStack } from './stack.ts'

// One user's first day, on a school that comes from a OneRoster file: each step needs the one before it.
let stack: Stack
let page: Page
const school = makeOneRoster({ students: 60 })

beforeAll(async () => {
  stack = await startStack()
  page = await stack.openPage({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' })
})
afterAll(() => stack?.close())

/** Chooses in a drop-down, once the one before it has closed. */
const choose = async (label: string, option: string) => {
  await page.waitForFunction(() => ![...document.querySelectorAll('[role=option]')].some(one => one.checkVisibility()))
  await page.getByRole('combobox', { name: label }).or(page.getByLabel(label)).first().click()
  await page.getByRole('option', { name: option }).locator('visible=true').first().click()
}
const upload = (name: string, mimeType: string, bytes: Uint8Array) =>
  page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name, mimeType, buffer: Buffer.from(bytes) })

test('first run: administrator, institution, sending server with its test, domain', async () => {
  await page.goto(`${stack.origin}/setup?token=${stack.setupToken}`)
  await page.getByLabel('Your name').fill('Julien Roche')
  await expectAccessible(page, 'first run')
  await page.getByLabel('E-mail address').fill('julien.roche@tilleuls.example')
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery')
  await page.getByRole('button', { name: 'Create and continue' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Lycée des Tilleuls')
  await page.getByLabel(/City/).fill('Lyon')
  await page.getByRole('button', { name: /continue/i }).click()
  await page.getByLabel('Host').fill('127.0.0.1')
  await page.getByLabel('Port').fill(String(stack.inbox.smtpPort))
  await page.getByLabel('Default sender address').fill('secretariat@tilleuls.example')
  await choose('Security', 'None')
  await choose('Authentication', 'None')
  await page.getByRole('button', { name: /^Test/ }).click()
  await page.getByRole('heading', { name: 'The test message was accepted' }).waitFor()
  expect(stack.inbox.mails).toHaveLength(1)
  await page.getByRole('button', { name: 'Save and continue' }).click()
  await page.getByRole('button', { name: 'Add a domain' }).click()
  await page.getByRole('textbox', { name: 'Domain' }).fill('@ecole')
  await page.keyboard.press('Enter')
  await page.getByText('“@ecole” is not a domain.').first().waitFor()
  await page.getByRole('textbox', { name: 'Domain' }).fill('tilleuls.example')
  await page.keyboard.press('Enter')
  await page.getByText('1 user', { exact: true }).waitFor()
  // What stands in the line when one goes on is added too.
  await page.getByRole('textbox', { name: 'Domain' }).fill('annexe.example')
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('button', { name: /^Import people/ }).click()
})

test('people come from a OneRoster zip, their postal addresses from a CSV', async () => {
  await page.getByText('Drop a file here').waitFor()
  expect(await stack.deps.database.prisma.authorisedDomain.count()).toBe(2)
  await expectAccessible(page, 'import')
  await upload('school.zip', 'application/zip', school.zip)
  await page.getByRole('button', { name: `Import ${school.users} lines` }).click()
  await page.getByText('Import done').waitFor()
  await page.getByRole('button', { name: 'Import another file' }).click()
  await upload('addresses.csv', 'text/csv', school.addresses)
  await page.getByRole('button', { name: `Import ${school.guardians} lines` }).click()
  await page.getByText('Import done').waitFor()
  await page.goto(`${stack.origin}/people/guardian`)
  await page.getByText(`${school.guardians} lines`).waitFor()
  await expectAccessible(page, 'guardians')
})

test('an institution account is proven by the code that arrives', async () => {
  await page.goto(`${stack.origin}/administration/accounts`)
  await page.getByRole('button', { name: 'New account' }).click()
  await page.getByLabel('Designation').fill('Secrétariat')
  await page.getByLabel('E-mail address').fill('secretariat@tilleuls.example')
  const before = stack.inbox.mails.length
  await page.getByRole('button', { name: 'Send the code' }).click()
  expect(await stack.inbox.waitFor(before + 1, 20_000)).toBe(true)
  const mail = stack.inbox.mails.at(-1)
  expect(mail?.to).toEqual(['secretariat@tilleuls.example'])
  const code = /\d{3}\s\d{3}/.exec((await mail?.parsed())?.text ?? '')?.[0] ?? ''
  await page.getByLabel('Code').fill(code)
  await page.keyboard.press('Enter')
  await page.getByRole('checkbox', { name: 'Julien Roche' }).check()
  await page.getByRole('button', { name: 'Save the users' }).click()
  await page.getByText('Users saved').waitFor()
})

test('the administration screens have no accessibility faults', async () => {
  for (const screen of [
    '/administration',
    '/administration/sending',
    '/administration/accounts',
    '/administration/users',
    '/administration/institution',
    '/account',
    '/account?tab=sending',
    '/account?tab=signatures',
    '/letters',
    '/scheduled',
    '/',
  ]) {
    await page.goto(`${stack.origin}${screen}`)
    await page.locator('h1').first().waitFor()
    await page.waitForTimeout(600)
    await expectAccessible(page, screen)
  }
})

test('open menus have no accessibility faults, and take the keyboard', async () => {
  for (const screen of ['/', '/people/guardian', '/mail', '/administration/users', '/administration/sending']) {
    await page.goto(`${stack.origin}${screen}`)
    await page.locator('h1').first().waitFor()
    await page.waitForTimeout(600)
    const buttons = page.locator('[aria-haspopup]:visible')
    for (const button of await buttons.all()) {
      await button.click()
      await page.waitForTimeout(300)
      expect(await findFaults(page), `${screen}: ${await button.textContent()}`).toEqual([])
      await page.keyboard.press('Escape')
      await page.waitForTimeout(200)
    }
  }
  await page
    .getByRole('button', { name: /Julien Roche/ })
    .first()
    .focus()
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'menuitem')
  await page.keyboard.press('Escape')
})

let inboxBefore = 0
test('a standard letter goes to all guardians: by e-mail with its PDF, on paper for those without', async () => {
  await page.goto(`${stack.origin}/people/guardian`)
  await page.getByRole('checkbox', { name: /Select all/ }).click()
  await page
    .getByRole('button', { name: 'Print / E-mail' })
    .or(page.getByRole('link', { name: 'Print / E-mail' }))
    .last()
    .click()
  await page.getByRole('button', { name: /Standard letter/ }).click()
  await page.getByText('Parents’ meeting').locator('visible=true').first().click()
  await page.getByLabel(/^Date/).fill('2026-12-08')
  await page.getByText('95', { exact: false }).first().waitFor()
  await expectAccessible(page, 'dispatch window')
  await page.getByRole('button', { name: 'Print/E-mail' }).click()
  await page.getByRole('button', { name: 'Send to 100' }).waitFor()
  await expectAccessible(page, 'compose')
  inboxBefore = stack.inbox.mails.length
  await page.getByRole('button', { name: 'Send to 100' }).dblclick()
  await page.getByRole('button', { name: 'Send now' }).first().click()
  await until(() => stack.inbox.mails.length - inboxBefore >= 95, 120_000, '95 e-mails in the inbox')
  await page.waitForTimeout(1500)
  expect(stack.inbox.mails.length - inboxBefore).toBe(95)
})

test('each family got its own letter once, with its own name and address in the PDF', async () => {
  const mails = stack.inbox.mails.slice(inboxBefore)
  expect(new Set(mails.map(mail => mail.raw.toString('latin1').match(/^Message-ID: (.*)$/im)?.[1])).size).toBe(95)
  const { rows } = await stack.deps.database.pool.query<{ email: string; surname: string; line: string; city: string }>(
    "SELECT email, surname, address_lines[1] AS line, city FROM person WHERE kind = 'guardian' AND email IS NOT NULL",
  )
  const byEmail = new Map(rows.map(row => [row.email, row]))
  for (const mail of mails.slice(0, 12)) {
    const parsed = await mail.parsed()
    const person = byEmail.get(mail.to[0] ?? '')
    const pdf = parsed.attachments.find(one => one.contentType === 'application/pdf')
    const [text = ''] = pdf ? await readPdf(pdf.content) : []
    expect(parsed.from?.value[0]).toMatchObject({
      address: 'secretariat@tilleuls.example',
      name: 'Secrétariat, Lycée des Tilleuls',
    })
    expect(mail.to).toHaveLength(1)
    expect(text).toContain(person?.surname)
    expect(text).toContain(person?.line)
    expect(text).toContain(person?.city)
  }
})

test('it is found in the sent mail, exactly as sent, and the sending page agrees', async () => {
  await page.goto(`${stack.origin}/sending`)
  await page.locator('h1, h2').first().waitFor()
  await page.waitForTimeout(1000)
  await expectAccessible(page, 'sending')
  await page.goto(`${stack.origin}/mail`)
  await page
    .getByText(/Parents’ meeting/)
    .first()
    .click()
  await page.getByText(/95/).first().waitFor()
  await page.waitForTimeout(1000)
  await expectAccessible(page, 'sent mail')
  const [dispatch] = await stack.deps.database.prisma.dispatch.findMany({ where: { kind: 'letter' } })
  await until(
    async () =>
      (await stack.deps.database.prisma.dispatch.findUnique({ where: { id: dispatch?.id } }))?.printState === 'ready',
    60_000,
    'the print file',
  )
  const printed = await stack.deps.database.prisma.dispatch.findUniqueOrThrow({ where: { id: dispatch?.id } })
  const file = await stack.deps.files.get(printed.printSha ?? '')
  const pages = await readPdf(file?.bytes ?? new Uint8Array())
  // Five letters, each beginning on a front side.
  expect(pages).toHaveLength(9)
  expect(pages.filter(text => text.trim() !== '')).toHaveLength(5)
})

test('phone width: nothing is wider than the screen', async () => {
  const small = await stack.openPage({
    viewport: { width: 390, height: 844 },
    storageState: await page.context().storageState(),
    locale: 'fr-FR',
  })
  for (const screen of [
    '/',
    '/people/guardian',
    '/people/student',
    '/letters',
    '/mail',
    '/sending',
    '/administration/sending',
    '/administration/accounts',
    '/administration/users',
    '/administration/institution',
    '/account',
    '/import',
    '/compose?kind=teacher',
    '/dispatch/guardian',
  ]) {
    await small.goto(`${stack.origin}${screen}`)
    await small.waitForTimeout(900)
    expect(await findWide(small), screen).toEqual([])
  }
  await small.context().close()
})
