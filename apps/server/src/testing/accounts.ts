import { confirmAccount, createAccount } from '@mailroom/contract'
import { type Client, startTestApp } from './app.ts'
import { makeServer } from './factories.ts'

/** A test application that can send codes: a mail server, the domain `tilleuls.example`, and a supervisor. */
export const startAccountsApp = async () => {
  const t = await startTestApp()
  const { prisma } = t.deps.database
  const serverId = await makeServer(t.deps.database, 2525)
  const admin = await t.as('supervisor', 'Julien Roche')
  await prisma.authorisedDomain.create({ data: { domain: 'tilleuls.example' } })
  /** The newest message to an address, as it stands in the database: no SMTP runs here. */
  const mailTo = (toAddress: string) =>
    prisma.message.findFirst({ where: { toAddress }, orderBy: { createdAt: 'desc' }, include: { content: true } })
  const codeFor = async (address: string) =>
    /\b(\d{3}\s\d{3})\b/.exec((await mailTo(address))?.content?.text ?? '')?.[1] ?? ''
  const create = async (designation: string, address: string) =>
    (await admin.call(createAccount, { body: { designation, address } })).body.account
  const confirm = (client: Client, id: string, code: string, language = 'en') =>
    client.call(confirmAccount, { params: { id }, body: { code } }, { language })
  return { ...t, serverId, admin, prisma, mailTo, codeFor, create, confirm }
}
export type AccountsApp = Awaited<ReturnType<typeof startAccountsApp>>
