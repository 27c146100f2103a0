import { capabilities, type Role, type Route, roles } from '@mailroom/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { servedRoutes } from '../platform/serve.ts'
import { type Client, startTestApp, type TestApp } from './app.ts'

/**
 * Who may call what, written down a second time by hand: the matrix is generated from the routes, and a route that is
 * added (or whose access changes) without a decision here fails. v = visitor, s = supervisor, c = secretary, t = teacher.
 */
const decided: Record<string, string> = {
  getSession: 'vsct',
  signIn: 'vsct',
  signOut: 'sct',
  getSetup: 'vsct',
  createAdministrator: 'vsct',
  finishSetupStep: 's',
  updateMe: 'sct',
  changePassword: 'sct',
  listUsers: 's',
  inviteUser: 's',
  renewInvitation: 's',
  updateUser: 's',
  getInvitation: 'vsct',
  acceptInvitation: 'vsct',
  listAudit: 's',
  getHealth: 's',
  getSending: 's',
  saveSending: 's',
  addDomain: 's',
  removeDomain: 's',
  previewFrom: 's',
  testSending: 's',
  detectSending: 's',
  probeServer: 'sct',
  listAccounts: 's',
  createAccount: 's',
  updateAccount: 's',
  deleteAccount: 's',
  authoriseUsers: 's',
  confirmAccount: 'sct',
  resendCode: 'sct',
  listMyAccounts: 'sct',
  createPersonalAccount: 'sct',
  saveAccountSettings: 'sct',
  listPeople: 'sct',
  listPeopleIds: 'sct',
  summarisePeople: 'sct',
  countPeople: 'sct',
  getPerson: 'sct',
  createPerson: 'sc',
  updatePerson: 'sc',
  savePreferences: 'sc',
  bulkPreferences: 'sc',
  createImport: 'sc',
  getImport: 'sc',
  mapImport: 'sc',
  listImportRows: 'sc',
  applyImport: 'sc',
  discardImport: 'sc',
  listLetters: 'sct',
  getLetter: 'sct',
  createLetter: 'sc',
  saveLetter: 'sc',
  duplicateLetter: 'sc',
  archiveLetter: 'sc',
  listLetterVersions: 'sct',
  getLetterVersion: 'sct',
  previewLetter: 'sct',
  previewLetterPdf: 'sct',
  getInstitution: 'sct',
  saveInstitution: 's',
  listSignatures: 'sct',
  createSignature: 'sct',
  updateSignature: 'sct',
  deleteSignature: 'sct',
  planDispatch: 'sct',
  previewDispatch: 'sct',
  previewDispatchPdf: 'sct',
  uploadAttachment: 'sct',
  createDispatch: 'sct',
  sendTestToMe: 'sct',
  listDispatches: 'sct',
  listMailAccounts: 'sct',
  getDispatch: 'sct',
  listRecipients: 'sct',
  undoDispatch: 'sct',
  sendDispatchNow: 'sct',
  pauseDispatch: 'sct',
  resumeDispatch: 'sct',
  cancelDispatch: 'sct',
  resendFailed: 'sct',
  markPrinted: 'sct',
  getPrintFile: 'sct',
  getAttachment: 'sct',
  getHome: 'sct',
  live: 'sct',
  getMessage: 'sct',
  getMessageAttachment: 'sct',
  retryMessage: 'sct',
  correctMessage: 'sct',
  printInstead: 'sct',
  giveUpMessage: 'sct',
  rescheduleDispatch: 'sct',
  getWatch: 's',
  pauseServer: 's',
  resumeServer: 's',
  settleRestored: 's',
}
const letters: Record<Role, string> = { supervisor: 's', secretary: 'c', teacher: 't' }

let t: TestApp
let routes: readonly Route[]
const clients = new Map<string, Client>()
beforeAll(async () => {
  t = await startTestApp()
  routes = servedRoutes(t.app)
  clients.set('v', t.visitor())
  for (const role of roles) clients.set(letters[role], await t.as(role))
})
afterAll(() => t.close())

test('every served route has a decision, and every decision a route', () => {
  expect(routes.length).toBeGreaterThan(70)
  expect(routes.map(route => route.name).sort()).toEqual(Object.keys(decided).sort())
})

test('the contract says the same as the decision', () => {
  for (const route of routes) {
    const by =
      route.access === 'public'
        ? 'vsct'
        : route.access === 'signed-in'
          ? 'sct'
          : roles
              .filter(role =>
                (capabilities[route.access as keyof typeof capabilities] as readonly string[]).includes(role),
              )
              .map(role => letters[role])
              .join('')
    expect(by, route.name).toBe(decided[route.name])
  }
})

describe('the server refuses everybody else', () => {
  test.each(['v', 's', 'c', 't'])('%s', async who => {
    const client = clients.get(who)
    if (!client) throw new Error('no client')
    // Signing out would end this client's session.
    for (const route of routes.filter(one => one.name !== 'signOut' && one.name !== 'live')) {
      const allowed = decided[route.name]?.includes(who)
      const params = Object.fromEntries(
        [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => [
          name,
          name === 'kind'
            ? 'teacher'
            : name === 'token'
              ? 'x'.repeat(30)
              : name === 'number' || name === 'index'
                ? 1
                : '01a20935-21cd-76ba-86e8-1c1ab1dd7d5f',
        ]),
      )
      const { status } = await client.call(route, {
        params: params as never,
        body: (route.method === 'GET' ? undefined : {}) as never,
      })
      const refused = status === 401 || status === 403
      if (allowed)
        expect(
          refused && !['signIn', 'createAdministrator'].includes(route.name),
          `${who} may ${route.name}: ${status}`,
        ).toBe(false)
      else expect(status, `${who} may not ${route.name}`).toBe(who === 'v' ? 401 : 403)
    }
  })
})
