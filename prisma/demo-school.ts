import type { Deps } from '../apps/server/src/deps.ts'
import { saveDirectory } from '../apps/server/src/features/resources/commands.ts'
import type { Directory, PersonDraft, Postal } from '../apps/server/src/features/resources/directory/rules.ts'
import { type EmailFact, fold, genderOfTitle } from '../apps/server/src/features/resources/rules.ts'
import {
  abroad,
  adults,
  children,
  classes,
  domains,
  type FixedFamily,
  fixedFamilies,
  staff,
  streets,
  surnames,
  teachers,
  towns,
} from './demo-school-names.ts'

const source = 'demo'
/** Identifiers of the people whom the demo's users are; see `findPersonId` of resources/queries. */
export const demoPeople = {
  marcDelmas: { source, kind: 'teacher', identifier: 'T-001' },
  julienRoche: { source, kind: 'staff', identifier: 'P-001' },
  heleneMarchand: { source, kind: 'staff', identifier: 'P-002' },
} as const

type Language = 'fr' | 'en'
/** mulberry32: the same school on every machine. */
const makeRandom = (seed: number) => {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const below = (limit: number) => Math.floor(next() * limit)
  const pick = <T>(values: readonly T[]): T => values[below(values.length)] as T
  return { next, below, pick, chance: (share: number) => next() < share }
}
type Random = ReturnType<typeof makeRandom>

const plain = (text: string) => fold(text).replace(/['\s]+/g, '')
const perClass = 26
const birthYears: Record<string, number> = { '6e': 2015, '5e': 2014, '4e': 2013, '3e': 2012, '2nde': 2011 }
const levelOf = (className: string) => className.split(' ')[0] ?? ''
const two = (value: number) => String(value).padStart(2, '0')

/** What is under way while the school is built. */
type Builder = {
  random: Random
  directory: Directory
  addresses: Set<string>
  names: Set<string>
  seats: Map<string, number>
  people: number
  elsewhere: number
}

const makeHome = ({ random }: Builder): Postal => {
  const [postcode = '', ...city] = random.pick(towns).split(' ')
  const number = `${random.below(140) + 1}${random.chance(0.06) ? ' bis' : ''}`
  const extra = random.chance(0.16)
    ? [
        random.pick([
          'Bât. A, appt 12',
          'Résidence Les Peupliers',
          'Bât. C, escalier 2',
          'Chez Mme Perraud',
          'Appartement 41',
          'Le Clos Saint-Irénée',
        ]),
      ]
    : []
  // A few do not fit a window envelope: the check-up has something to show.
  const long = random.chance(0.006) ? ['Résidence Les Jardins de la Duchère, bâtiment Hortensia, appartement 1204'] : []
  return {
    lines: [...long, ...extra, `${number} ${random.pick(streets)}`],
    postcode,
    city: city.join(' '),
    country: 'FR',
  }
}
const makeHomeAbroad = (builder: Builder): Postal => {
  const [line, postcode, city] = abroad[builder.elsewhere++ % abroad.length] ?? ['', '', '']
  return { lines: line.split(', '), postcode, city, country: 'GB' }
}

const makeAddress = ({ random, addresses }: Builder, givenName: string, surname: string): string => {
  const [given, family, domain] = [plain(givenName), plain(surname), random.pick(domains)]
  const shapes = [
    `${given}.${family}`,
    `${given[0]}.${family}`,
    `${family}.${given}`,
    `${given}${family}`,
    `${given}.${family}69`,
  ]
  const free = [random.pick(shapes.slice(0, 3)), ...shapes]
    .map(local => `${local}@${domain}`)
    .find(address => !addresses.has(address))
  const address = free ?? `${given}.${family}.${addresses.size}@${domain}`
  addresses.add(address)
  return address
}

const mobile = ({ random }: Builder, country: string) =>
  // Numbers kept for fiction by Arcep and Ofcom.
  country === 'GB'
    ? `+44 7700 900${String(random.below(1000)).padStart(3, '0')}`
    : `+33 6 39 98 ${two(random.below(100))} ${two(random.below(100))}`

const categories = ['absences', 'administration', 'meetings', 'results']
type Reachability = Pick<PersonDraft, 'emails' | 'acceptsEmail' | 'preferences'>
/** An address with what is special about it. */
const reachability = (address: string, special: string): Reachability => {
  const second = /second:(\S+)/.exec(special)?.[1]
  const state = (['bounced', 'unverified', 'invalid'] as const).find(one => special.includes(one)) ?? 'ok'
  const first: EmailFact[] = address
    ? [{ address: state === 'invalid' ? address.replace('@', '@@') : address, state }]
    : []
  return {
    emails: second ? [...first, { address: second, state: 'unverified' }] : first,
    acceptsEmail: special.includes('refused') ? false : undefined,
    preferences: special.includes('paper')
      ? categories.map(category => ({ category, email: false, paper: true }))
      : undefined,
  }
}
const rareCases: readonly [number, string][] = [
  [0.04, 'missing'],
  [0.06, 'bounced'],
  [0.085, 'unverified'],
  [0.09, 'invalid'],
  [0.115, 'refused'],
  [0.145, 'paper'],
]
const anyCase = ({ random }: Builder): string => {
  const drawn = random.next()
  return rareCases.find(([limit]) => drawn < limit)?.[1] ?? ''
}

const addPerson = (
  builder: Builder,
  prefix: string,
  draft: Omit<PersonDraft, 'key' | 'source' | 'identifier'>,
): string => {
  builder.people += 1
  const key = `${prefix}-${String(builder.people).padStart(4, '0')}`
  builder.directory.people.push({ key, source, identifier: key, ...draft })
  return key
}

const birthDate = ({ random }: Builder, className: string) => {
  const year = (birthYears[levelOf(className)] ?? 2012) - (random.chance(0.06) ? 1 : 0)
  return `${year}-${two(random.below(12) + 1)}-${two(random.below(28) + 1)}`
}

type ChildInput = {
  givenName: string
  gender: string
  className: string
  surname: string
  language: Language
  home: Postal | undefined
}
const addChild = (builder: Builder, child: ChildInput): string => {
  const address = `${plain(child.givenName)}.${plain(child.surname)}@eleves.tilleuls.example`
  const taken = builder.addresses.has(address)
  builder.addresses.add(address)
  const key = addPerson(builder, 'E', {
    kind: 'student',
    surname: child.surname,
    givenName: child.givenName,
    gender: child.gender,
    language: child.language,
    birthDate: birthDate(builder, child.className),
    level: levelOf(child.className),
    postal: child.home,
    emails: taken || builder.random.chance(0.02) ? [] : [{ address, state: 'ok' }],
  })
  builder.directory.enrolments.push({ person: key, class: child.className, role: 'student' })
  builder.seats.set(child.className, (builder.seats.get(child.className) ?? 0) - 1)
  return key
}

type GuardianInput = {
  title: string
  givenName: string
  surname: string
  language: Language
  home: Postal | undefined
  reach: Reachability
  students: string[]
  legal: number
  livesWith: boolean
  relation: string
}
const addGuardian = (builder: Builder, input: GuardianInput) => {
  const { title, givenName, surname, language, home, reach } = input
  builder.names.add(`${givenName} ${surname}`)
  const phone = builder.random.chance(0.9) ? mobile(builder, home?.country ?? 'FR') : ''
  const key = addPerson(builder, 'R', {
    kind: 'guardian',
    title,
    givenName,
    surname,
    gender: genderOfTitle(title),
    language,
    postal: home,
    phone,
    ...reach,
  })
  const { legal, livesWith, relation } = input
  for (const student of input.students)
    builder.directory.guardianships.push({ student, guardian: key, legal, livesWith, relation })
}

const addFixedFamily = (builder: Builder, family: FixedFamily) => {
  const nowhere = family.guardians.some(one => one.includes('nowhere'))
  const home = nowhere
    ? undefined
    : family.surname === 'Aubert'
      ? { lines: ['14 rue des Glycines'], postcode: '69003', city: 'Lyon', country: 'FR' }
      : family.surname === 'Lefèvre'
        ? { lines: ['8 bis, rue de la Part-Dieu'], postcode: '69003', city: 'Lyon', country: 'FR' }
        : makeHome(builder)
  const students = family.children.map(text => {
    const [givenName = '', gender = '', ...className] = text.split(' ')
    return addChild(builder, {
      givenName,
      gender,
      className: className.join(' '),
      surname: family.surname,
      language: family.language,
      home,
    })
  })
  family.guardians.forEach((text, at) => {
    const [title = '', givenName = '', surname = '', address = '', special = ''] = text.split('|')
    if (address) builder.addresses.add(address)
    const apart = special.includes('elsewhere')
    const relation = genderOfTitle(title) === 'f' ? 'mother' : 'father'
    addGuardian(builder, {
      title,
      givenName,
      surname,
      language: family.language,
      home: apart ? makeHome(builder) : home,
      reach: reachability(address, special),
      students,
      legal: at + 1,
      livesWith: !apart,
      relation,
    })
  })
}

const freshName = (builder: Builder, language: Language, gender: 'f' | 'm', surname: string): string => {
  const names = adults[language][gender]
  const start = builder.random.below(names.length)
  const found = names
    .map((_, at) => names[(start + at) % names.length] ?? '')
    .find(name => !builder.names.has(`${name} ${surname}`))
  return found ?? names[start] ?? ''
}
const englishTitle = ({ random }: Builder, gender: 'f' | 'm') =>
  random.chance(0.03) ? 'Dr' : gender === 'm' ? 'Mr' : random.pick(['Mrs', 'Mrs', 'Ms'])
const titleFor = (builder: Builder, language: Language, gender: 'f' | 'm') =>
  language === 'en' ? englishTitle(builder, gender) : gender === 'm' ? 'M.' : 'Mme'

const addRandomGuardian = (
  builder: Builder,
  given: {
    language: Language
    gender: 'f' | 'm'
    surname: string
    home: Postal
    students: string[]
    legal: number
    livesWith: boolean
    relation?: string
  },
) => {
  const { gender, relation, ...rest } = given
  const givenName = freshName(builder, given.language, gender, given.surname)
  const special = anyCase(builder)
  const address = special === 'missing' ? '' : makeAddress(builder, givenName, given.surname)
  addGuardian(builder, {
    ...rest,
    title: titleFor(builder, given.language, gender),
    givenName,
    reach: reachability(address, special),
    relation: relation ?? (gender === 'f' ? 'mother' : 'father'),
  })
}

/** The emptiest classes of other levels, so that siblings are of different ages. */
const classesFor = (builder: Builder, count: number): string[] => {
  const open = [...builder.seats].filter(([, seats]) => seats > 0).sort((a, b) => b[1] - a[1])
  const chosen: string[] = []
  for (const [name] of open)
    if (chosen.length < count && !chosen.some(other => levelOf(other) === levelOf(name))) chosen.push(name)
  return chosen
}

const addFamily = (builder: Builder) => {
  const { random } = builder
  const language: Language = random.chance(0.17) ? 'en' : 'fr'
  const surname = random.pick(surnames[language])
  const home = makeHome(builder)
  const drawn = random.next()
  const wanted = drawn < 0.845 ? 1 : drawn < 0.98 ? 2 : 3
  const students = classesFor(builder, wanted).map(className => {
    const gender = random.chance(0.5) ? ('f' as const) : ('m' as const)
    return addChild(builder, {
      givenName: random.pick(children[language][gender]),
      gender,
      className,
      surname,
      language,
      home,
    })
  })
  const shape = random.next()
  const common = { language, surname, students, home }
  const mother = { ...common, gender: 'f' as const, legal: 1, livesWith: true }
  const otherSurname = random.chance(0.25) || shape >= 0.66 ? random.pick(surnames[language]) : surname
  if (shape < 0.66) {
    addRandomGuardian(builder, mother)
    addRandomGuardian(builder, { ...common, gender: 'm', surname: otherSurname, legal: 2, livesWith: true })
  } else if (shape < 0.86) {
    // Parents who live apart: two households; some English-speaking ones went back to Britain.
    const far = language === 'en' && random.chance(0.4)
    addRandomGuardian(builder, { ...mother, surname: otherSurname })
    addRandomGuardian(builder, {
      ...common,
      gender: 'm',
      home: far ? makeHomeAbroad(builder) : makeHome(builder),
      legal: 2,
      livesWith: false,
    })
  } else addRandomGuardian(builder, { ...mother, gender: random.chance(0.8) ? 'f' : 'm' })
  if (random.chance(0.03))
    addRandomGuardian(builder, {
      ...common,
      gender: 'f',
      home: makeHome(builder),
      legal: 0,
      livesWith: false,
      relation: 'grandparent',
    })
}

const addTeachers = (builder: Builder) => {
  const { directory } = builder
  teachers.forEach((text, at) => {
    const [title = '', givenName = '', ...rest] = text.split(' ')
    const [surname = ''] = rest
    const key = `T-${String(at + 1).padStart(3, '0')}`
    const language = ['Mr', 'Ms'].includes(title) || rest.at(-1) === 'Anglais' ? 'en' : 'fr'
    const address = at === 0 ? 'm.delmas@courriel.example' : `${plain(givenName)}.${plain(surname)}@tilleuls.example`
    directory.people.push({
      key,
      source,
      identifier: key,
      kind: 'teacher',
      title,
      givenName,
      surname,
      gender: genderOfTitle(title),
      language,
      postal: makeHome(builder),
      phone: mobile(builder, 'FR'),
      emails: [{ address, state: 'ok' }],
    })
    const own =
      at === 0
        ? ['4e B', '2nde A', '2nde B']
        : [0, 5, 10, 14].slice(0, 3 + (at % 2)).map(step => classes[(at * 3 + step) % classes.length] ?? '')
    for (const className of new Set(own)) directory.enrolments.push({ person: key, class: className, role: 'teacher' })
  })
}

const addStaff = (builder: Builder) => {
  staff.forEach((text, at) => {
    const [title = '', givenName = '', ...surname] = text.split(' ')
    const key = `P-${String(at + 1).padStart(3, '0')}`
    const address = `${plain(givenName)}.${plain(surname.join(''))}@tilleuls.example`
    builder.directory.people.push({
      key,
      source,
      identifier: key,
      kind: 'staff',
      title,
      givenName,
      surname: surname.join(' '),
      gender: genderOfTitle(title),
      language: 'fr',
      postal: makeHome(builder),
      phone: mobile(builder, 'FR'),
      emails: [{ address, state: at === 12 ? 'unverified' : 'ok' }],
    })
  })
}

/** The Lycée des Tilleuls: 416 students in 16 classes with their families, 40 teachers, 15 staff. Pure, always the same. */
export const makeDemoSchool = (): Directory => {
  const directory: Directory = { people: [], classes: [], enrolments: [], guardianships: [], replaceEnrolments: false }
  directory.classes = classes.map(name => ({ key: name, source, identifier: name, name, level: levelOf(name) }))
  const builder: Builder = {
    random: makeRandom(20261123),
    directory,
    addresses: new Set(),
    names: new Set(),
    seats: new Map(classes.map(name => [name, perClass])),
    people: 0,
    elsewhere: 0,
  }
  for (const family of fixedFamilies) addFixedFamily(builder, family)
  while ([...builder.seats.values()].some(seats => seats > 0)) addFamily(builder)
  addTeachers(builder)
  addStaff(builder)
  return directory
}

/** Writes the demo school into the lists; again, it changes nothing. Answers with the numbers per outcome. */
export const loadDemoSchool = (deps: Deps): Promise<Record<string, number>> => saveDirectory(deps, makeDemoSchool())
