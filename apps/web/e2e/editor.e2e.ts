import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoPassword } from '../../server/src/features/users/rules.ts'
import { type Stack, startStack } from './stack.ts'

let stack: Stack
let page: Page
beforeAll(async () => {
  stack = await startStack({ school: 'demo' })
  page = await stack.openPage({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' })
  await page.goto(`${stack.origin}/sign-in`)
  await page.getByLabel('E-mail address').fill('helene.marchand@tilleuls.example')
  await page.getByLabel('Password', { exact: true }).fill(demoPassword)
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: 'Standard letters' }).waitFor()
})
afterAll(() => stack?.close())

test('a letter is edited: whom its conditions concern, a dragged field, a picture, an old version back', async () => {
  await page.goto(`${stack.origin}/letters`)
  await page.getByText('Absences injustifiées').locator('visible=true').first().dblclick()
  const letter = page.locator('.ProseMirror').last()
  const notes = page.getByRole('list', { name: 'Conditions and repeats' }).getByRole('button')
  await notes.filter({ hasText: 'half-days ≥ 4, 0 of the first 200' }).waitFor()
  const field = (name: string) => page.getByRole('complementary').getByRole('button', { name, exact: true }).first()
  // A row's field brings its repeat along, wherever it is dropped.
  await field('Lesson').dragTo(letter.locator('p').last())
  await letter.locator('.repeat').getByText('Lesson').waitFor()
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Image' }).click()
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
    'base64',
  )
  await (await chooser).setFiles({ name: 'seal.png', mimeType: 'image/png', buffer: png })
  await letter.locator('img[alt=seal]').waitFor()
  await page.keyboard.press('Control+s')
  await page.getByText('Version 2 is saved').waitFor()
  await page.getByRole('button', { name: /Supplied letter/ }).click()
  await page.getByRole('button', { name: 'Put this text in the editor' }).click()
  await letter.locator('img[alt=seal]').waitFor({ state: 'detached' })
  expect(await letter.locator('.repeat').count()).toBe(0)
  await page.keyboard.press('Control+s')
  await page.getByText('Version 3 is saved').waitFor()
})
