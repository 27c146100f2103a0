import { randomUUID } from 'node:crypto'
import { demoPeople, loadDemoSchool as loadPeople } from '../../../../prisma/demo-school.ts'
import type { Deps } from '../deps.ts'
import { installSuppliedLetters } from '../features/letters/commands.ts'
import { findPersonId } from '../features/resources/queries.ts'
import { addDemoUser, prepareInstallation } from '../features/users/commands.ts'
import { demoSignIns } from '../features/users/rules.ts'

const persons = [demoPeople.julienRoche, demoPeople.heleneMarchand, demoPeople.marcDelmas]

/** The demo school, its three users, sending through the given server, and a shared account that is already proven. */
export const loadDemoSchool = async (deps: Deps, smtp: { host: string; port: number }) => {
  const { prisma } = deps.database
  await prepareInstallation(deps)
  await prisma.institution.update({
    where: { id: 1 },
    data: {
      name: 'Lycée des Tilleuls',
      subtitle: 'Collège et lycée, académie de Lyon',
      addressLines: ['27, avenue des Tilleuls', '69003 Lyon'],
      city: 'Lyon',
      phone: '04 65 71 20 18',
      email: 'secretariat@tilleuls.example',
      language: 'fr',
      country: 'FR',
      window: 'nf',
      font: 'atkinson',
      accent: '#22452f',
      headName: 'Isabelle Vasseur',
      headTitle: 'La proviseure',
      setupDone: ['administrator', 'institution', 'sending', 'domains', 'people'],
    },
  })
  await loadPeople(deps)
  await installSuppliedLetters(deps)
  const [, secretary, teacher] = await Promise.all(
    demoSignIns.map(async (one, index) =>
      addDemoUser(deps, {
        ...one,
        language: 'en',
        personId: await findPersonId(deps, persons[index] ?? demoPeople.julienRoche),
      }),
    ),
  )
  const server = await prisma.smtpServer.create({
    data: { id: randomUUID(), host: smtp.host, port: smtp.port, security: 'none', connections: 10 },
  })
  await prisma.sendingSettings.update({
    where: { id: 1 },
    data: {
      delegated: true,
      senderName: 'Lycée des Tilleuls',
      defaultSenderAddress: 'secretariat@tilleuls.example',
      serverId: server.id,
    },
  })
  await prisma.authorisedDomain.create({ data: { domain: 'tilleuls.example' } })
  await prisma.account.create({
    data: {
      kind: 'institution',
      designation: 'Secrétariat',
      address: 'secretariat@tilleuls.example',
      state: 'active',
      users: { create: [{ userId: secretary ?? '' }, { userId: teacher ?? '' }] },
    },
  })
  const count = (kind: string) => prisma.person.count({ where: { kind, retiredAt: null } })
  const [students, guardians, teachers, staff, classes] = await Promise.all([
    count('student'),
    count('guardian'),
    count('teacher'),
    count('staff'),
    prisma.schoolClass.count(),
  ])
  return { students, guardians, teachers, staff, classes, serverId: server.id }
}
