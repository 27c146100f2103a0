import * as contract from '@mailroom/contract'
import type { Deps } from '../apps/server/src/deps.ts'
import { addDemoUser } from '../apps/server/src/features/users/commands.ts'
import { makeServer } from '../apps/server/src/testing/factories.ts'
import { enrol } from '../bench/accept.ts'
import { type ApiClient, signInAt } from '../scripts/client.ts'

/** A school that is set up, with a supervisor signed in over HTTP, families in the lists and a mail server. */
export type Office = {
  origin: string
  client: ApiClient
  serverId: string
  /** Ids of guardians with an e-mail address. */
  people: string[]
  signIn: () => Promise<ApiClient>
}

const email = 'helene@tilleuls.example'
const password = 'correct horse battery'

export const openOffice = async (deps: Deps, origin: string, smtpPort: number, people: number): Promise<Office> => {
  const userId = await addDemoUser(deps, {
    name: 'Hélène Marchand',
    email,
    role: 'supervisor',
    language: 'en',
    password,
  })
  const serverId = await makeServer(deps.database, smtpPort, { connections: 30 })
  await enrol({ deps, env: {}, folder: '', close: async () => {} }, people)
  const { prisma } = deps.database
  await prisma.institution.update({
    where: { id: 1 },
    data: {
      name: 'Lycée des Tilleuls',
      city: 'Lyon',
      undoSeconds: 0,
      setupDone: ['administrator', 'institution', 'sending', 'domains', 'people'],
    },
  })
  await prisma.authorisedDomain.create({ data: { domain: 'tilleuls.example' } })
  await prisma.account.create({
    data: {
      kind: 'institution',
      designation: 'Secrétariat',
      address: 'secretariat@tilleuls.example',
      state: 'active',
      users: { create: { userId } },
    },
  })
  const guardians = await prisma.person.findMany({ where: { kind: 'guardian' }, select: { id: true } })
  const signIn = () => signInAt(origin, email, password)
  return { origin, client: await signIn(), serverId, people: guardians.map(one => one.id), signIn }
}

/** An e-mail to `ids`; `personal` makes each letter its own, so that a worker must prepare it. */
export const mailTo = (ids: string[], options: { personal?: boolean; subject?: string } = {}) => ({
  choice: contract.dispatchChoice.parse({ kind: 'email', list: 'guardian', scope: { type: 'selected', ids } }),
  subject: options.subject ?? 'Parents’ evening',
  body: options.personal ? '<p>Dear {{ recipient.names }}</p>' : '<p>The doors open at six.</p>',
})

/** A letter with a PDF to `ids`: the worker's Chromium makes one page for each. */
export const letterTo = async (client: ApiClient, ids: string[]) => {
  const { letters } = await client.call(contract.listLetters, { query: { list: 'guardian' } })
  const letterId = letters.find(one => one.category === 'meetings')?.id ?? null
  return {
    choice: contract.dispatchChoice.parse({
      kind: 'letter',
      list: 'guardian',
      scope: { type: 'selected', ids },
      letterId,
      printCopy: 'none',
      values: { 'meeting.date': '2026-12-08' },
    }),
    subject: 'Parents’ evening',
    body: '<p>Hello</p>',
  }
}
