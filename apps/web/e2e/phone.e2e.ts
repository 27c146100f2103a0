import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoPassword } from '../../server/src/features/users/rules.ts'
import { findFaults, type Stack, startStack } from './stack.ts'

// French words are the longer ones, and a phone has the least room for them.
let stack: Stack
let page: Page
beforeAll(async () => {
  stack = await startStack({ school: 'demo' })
  await stack.deps.database.prisma.user.updateMany({ data: { language: 'fr' } })
  page = await stack.openPage({
    viewport: { width: 390, height: 844 },
    locale: 'fr-FR',
    reducedMotion: 'reduce',
  })
  await page.goto(`${stack.origin}/sign-in`)
  await page.getByLabel('Adresse e-mail').fill('julien.roche@tilleuls.example')
  await page.getByLabel('Mot de passe', { exact: true }).fill(demoPassword)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Menu' }).waitFor()
})
afterAll(() => stack?.close())

const isTitleCut = () =>
  [...document.querySelectorAll('h1, h1 *')].some(
    one => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 3,
  )

test('no page title is cut off', async () => {
  for (const screen of ['/administration/users', '/administration/health', '/scheduled', '/letters', '/mail', '/']) {
    await page.goto(`${stack.origin}${screen}`)
    await page.locator('h1').first().waitFor()
    await page.waitForTimeout(500)
    expect(await page.evaluate(isTitleCut), screen).toBe(false)
  }
})

test('health says the parts of Mailroom in French', async () => {
  await page.goto(`${stack.origin}/administration/health`)
  await page.getByText(/^Dans (PostgreSQL|Redis)$/).waitFor()
  await page.getByText(/^Chrom[^,]*(, sans son bac à sable)?$/).waitFor()
  expect(await findFaults(page)).toEqual([])
})

test('the whole row of a list opens the person', async () => {
  await page.goto(`${stack.origin}/people/guardian`)
  // `force`: what the finger meets there is the row's own button, which lies over the address.
  await page.getByText(/@/).first().click({ force: true })
  await page.getByRole('heading', { name: 'Adresses' }).waitFor()
  expect(await findFaults(page)).toEqual([])
})
