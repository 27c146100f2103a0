import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoPassword, demoSignIns } from '../../server/src/features/users/rules.ts'
import { until } from '../../server/src/testing/factories.ts'
import { expectAccessible, findWide, type Stack, startStack } from './stack.ts'

// An outage as the office and its supervisor live through it: each step needs the one before it.
let stack: Stack
let office: Page
let supervisor: Page

const signIn = async (role: 'secretary' | 'supervisor'): Promise<Page> => {
  const email = demoSignIns.find(one => one.role === role)?.email ?? ''
  const page = await stack.openPage({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' })
  await page.goto(`${stack.origin}/sign-in`)
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(demoPassword)
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: 'Sending', exact: true }).waitFor()
  return page
}
let recipients = 0
beforeAll(async () => {
  stack = await startStack({ school: 'demo' })
  ;[office, supervisor] = await Promise.all([signIn('secretary'), signIn('supervisor')])
})
afterAll(() => stack?.close())

test('the mail server goes away: the letters are kept, and the page says since when and what follows', async () => {
  const asked: string[] = []
  office.on('request', request => asked.push(new URL(request.url()).pathname))
  await stack.inbox.switchOff()
  // Two of them cannot be reached in any way: the others are written to all the same.
  const { id } = await stack.deps.database.prisma.schoolClass.findFirstOrThrow({ where: { name: '4e B' } })
  await office.goto(`${stack.origin}/people/guardian?classId=${id}`)
  await office.getByRole('checkbox', { name: /Select all/ }).click()
  await office
    .getByRole('button', { name: 'Write e-mail' })
    .or(office.getByRole('link', { name: 'Write e-mail' }))
    .last()
    .click()
  await office.getByLabel('Subject').fill('School closed on Monday')
  await office.getByRole('textbox', { name: 'Message', exact: true }).fill('The boiler is being replaced.')
  await office.getByRole('button', { name: /^Send to [1-9]/ }).click()
  await office.getByRole('button', { name: 'Send now' }).first().click()
  recipients = await stack.deps.database.prisma.message.count()
  expect(recipients).toBeGreaterThan(10)
  await office.goto(`${stack.origin}/sending`)
  await office.getByText(/Server unreachable since .* Nothing is lost/).waitFor()
  await office.getByText(`${recipients} e-mails are kept here`).waitFor()
  await office.getByRole('link', { name: /kept: a mail server does not answer/ }).waitFor()
  await expectAccessible(office, 'outage')
  // Health is the supervisor's: other roles find no page, and their shell does not ask.
  await office.goto(`${stack.origin}/administration/health`)
  await office.getByText('This page does not exist').waitFor()
  expect(asked.filter(path => path.startsWith('/api/health'))).toEqual([])
})

test('the supervisor sees it on Health, pauses the server and resumes it', async () => {
  await supervisor.goto(`${stack.origin}/administration`)
  await supervisor.getByRole('link', { name: /^Health/ }).click()
  await supervisor.getByText(/Unreachable since .* Nothing is lost/).waitFor()
  await supervisor.getByText(`${recipients} letters are kept here.`).waitFor()
  await expectAccessible(supervisor, 'Health, in trouble')
  await supervisor.getByRole('button', { name: 'Pause all sending' }).click()
  const dialog = supervisor.getByRole('dialog')
  await dialog.getByText(/already has in full is completed/).waitFor()
  await dialog.getByRole('button', { name: 'Pause all sending' }).click()
  await supervisor.getByText(/Paused by .* Nothing is lost/).waitFor()
  await supervisor.getByRole('link', { name: 'Health: 1 thing needs a look' }).waitFor()
  await stack.inbox.switchOn()
  await supervisor.getByRole('button', { name: 'Resume' }).click()
  await dialog.getByRole('button', { name: 'Resume' }).click()
  await supervisor.getByText(/Paused by/).waitFor({ state: 'detached' })
  await dialog.waitFor({ state: 'detached' })
  const tryNow = supervisor.getByRole('button', { name: 'Try now' })
  const answers = supervisor.getByText(/^Answers in/)
  await tryNow.or(answers).first().waitFor()
  if (await tryNow.isVisible()) await tryNow.click()
})

test('everything is accepted, each letter once, and all is well again', async () => {
  await until(() => stack.inbox.mails.length >= recipients, 20_000, `${recipients} e-mails in the inbox`)
  await supervisor.getByRole('heading', { name: 'All is well' }).waitFor()
  await expectAccessible(supervisor, 'Health, well')
  await supervisor.setViewportSize({ width: 390, height: 844 })
  expect(await findWide(supervisor)).toEqual([])
  await office.goto(`${stack.origin}/sending`)
  await office.getByText(`of ${recipients} accepted by the mail server`).waitFor()
  await office.getByText(/Nothing is lost/).waitFor({ state: 'detached' })
  expect(stack.inbox.mails).toHaveLength(recipients)
})
