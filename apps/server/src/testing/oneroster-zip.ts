import { strToU8, zipSync } from 'fflate'

export type OneRosterOptions = {
  students: number
  version?: '1.1' | '1.2'
  /** 1.2 only: `delta` says nothing about those it does not name. */
  mode?: 'bulk' | 'delta'
  /** Changes rows before they are written, file by file; columns by name. */
  change?: (file: string, rows: Record<string, string>[]) => Record<string, string>[]
  /** Files to leave out. */
  without?: string[]
}
/** A OneRoster export and the CSV of its guardians' postal addresses, which OneRoster cannot hold. */
export type OneRosterExport = {
  zip: Uint8Array
  addresses: Uint8Array
  users: number
  students: number
  guardians: number
  teachers: number
  classes: number
}

const columns: Record<string, string> = {
  'orgs.csv': 'sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId',
  'academicSessions.csv': 'sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear',
  'users.csv':
    'sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password',
  'courses.csv':
    'sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes',
  'classes.csv':
    'sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods',
  'enrollments.csv':
    'sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate',
  'roles.csv':
    'sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId',
  'demographics.csv': 'sourcedId,status,dateLastModified,birthDate,sex',
  'manifest.csv': 'propertyName,value',
}
const users12 =
  'sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,resourceSourcedIds,preferredGivenName,preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns'

const given = [
  'Lina',
  'Arthur',
  'Zoé',
  'Noé',
  'Inès',
  'Hugo',
  'Chloé',
  'Samuel',
  'Maëlys',
  'Théo',
  'Jade',
  'Oscar',
  'Amelia',
  'Harry',
  'Yasmine',
  'Adam',
]
const families = [
  'Lefèvre',
  'Whitcombe',
  'Benali',
  'Garcia',
  'O’Neill',
  'Dupont',
  'N’Diaye',
  'Bonnet-Delacroix',
  'Müller',
  'Schmidt',
  'Traoré',
  'Nguyen',
  'Petit',
  'Morel',
]
const parents = ['Claire', 'Antoine', 'Helen', 'James', 'Nadia', 'Karim', 'Sophie', 'Marc', 'Élodie', 'Owen']
const streets = ['rue des Glycines', 'rue de la Part-Dieu', 'avenue Jean-Jaurès', 'cours Gambetta', 'rue Garibaldi']
const pick = (values: readonly string[], at: number) => values[at % values.length] ?? ''
const cell = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
const toCsv = (header: string, rows: Record<string, string>[]) =>
  strToU8(
    `${[
      header,
      ...rows.map(row =>
        header
          .split(',')
          .map(name => cell(row[name] ?? ''))
          .join(','),
      ),
    ].join('\r\n')}\r\n`,
  )

const perClass = 28
const base = { status: 'active', dateLastModified: '2026-09-01T00:00:00Z' }

const person = (
  sourcedId: string,
  role: string,
  givenName: string,
  familyName: string,
  more: Record<string, string> = {},
) => ({
  ...base,
  sourcedId,
  role,
  givenName,
  familyName,
  enabledUser: 'true',
  orgSourcedIds: 'org-1',
  primaryOrgSourcedId: 'org-1',
  username: sourcedId,
  password: 'never-read',
  ...more,
})

const makeRows = (count: number): Record<string, Record<string, string>[]> => {
  const classCount = Math.max(1, Math.ceil(count / perClass))
  const users: Record<string, string>[] = []
  const enrollments: Record<string, string>[] = []
  const enrol = (user: string, group: number, role: string) =>
    enrollments.push({
      ...base,
      sourcedId: `e-${enrollments.length + 1}`,
      classSourcedId: `c-${group}`,
      schoolSourcedId: 'org-1',
      userSourcedId: user,
      role,
      primary: 'false',
    })
  for (let at = 0; at < count; at++) {
    const family = `${pick(families, at * 7)}${at >= families.length ? ` ${pick(families, Math.floor(at / families.length))}` : ''}`
    const guardians = [`g-${at}-1`, ...(at % 3 === 2 ? [] : [`g-${at}-2`])]
    // Both directions occur: with the student, or with the guardian.
    users.push(
      person(`s-${at}`, 'student', pick(given, at * 5), family, {
        email: `s${at}@eleves.tilleuls.example`,
        grades: '09',
        identifier: `INE${at}`,
        agentSourcedIds: at % 2 === 0 ? guardians.join(',') : '',
      }),
    )
    guardians.forEach((id, which) => {
      users.push(
        person(id, 'guardian', pick(parents, at + which), family, {
          email: at % 20 === 0 ? '' : `parent${which + 1}.${at}@famille.example`,
          sms: '+33 6 39 98 00 00',
          agentSourcedIds: at % 2 === 1 ? `s-${at}` : '',
        }),
      )
    })
    enrol(`s-${at}`, at % classCount, 'student')
  }
  for (let at = 0; at < classCount; at++) {
    users.push(
      person(
        `t-${at}`,
        at % 10 === 9 ? 'administrator' : 'teacher',
        pick(parents, at * 3),
        `${pick(families, at)} ${at}`,
        { email: `t${at}@tilleuls.example` },
      ),
    )
    if (at % 10 !== 9) enrol(`t-${at}`, at, 'teacher')
  }
  const classes = Array.from({ length: classCount }, (_, at) => ({
    ...base,
    sourcedId: `c-${at}`,
    title: `${6 - (at % 4)}e ${String.fromCharCode(65 + (Math.floor(at / 4) % 26))}${at >= 104 ? at : ''}`,
    grades: `0${9 - (at % 4)}`,
    courseSourcedId: 'co-1',
    classType: 'homeroom',
    schoolSourcedId: 'org-1',
    termSourcedIds: 'y-1',
  }))
  return {
    'orgs.csv': [{ ...base, sourcedId: 'org-1', name: 'Lycée des Tilleuls', type: 'school' }],
    'academicSessions.csv': [
      {
        ...base,
        sourcedId: 'y-1',
        title: '2026-2027',
        type: 'schoolYear',
        startDate: '2026-09-01',
        endDate: '2027-07-05',
        schoolYear: '2027',
      },
    ],
    'courses.csv': [{ ...base, sourcedId: 'co-1', title: 'Vie de classe', orgSourcedId: 'org-1' }],
    'users.csv': users,
    'classes.csv': classes,
    'enrollments.csv': enrollments,
  }
}

/** What 1.2 moves elsewhere: roles, and who everybody is. */
const toVersion12 = (rows: Record<string, Record<string, string>[]>, mode: string) => {
  const users = rows['users.csv'] ?? []
  const files = ['users', 'roles', 'classes', 'enrollments', 'orgs', 'courses', 'academicSessions', 'demographics']
  return {
    ...rows,
    'roles.csv': users.map(user => ({
      ...base,
      sourcedId: `r-${user.sourcedId}`,
      userSourcedId: user.sourcedId ?? '',
      roleType: 'primary',
      role: user.role ?? '',
      orgSourcedId: 'org-1',
    })),
    'demographics.csv': users
      .filter(user => user.role === 'student')
      .map((user, at) => ({
        ...base,
        sourcedId: user.sourcedId ?? '',
        birthDate: `2013-0${(at % 9) + 1}-1${at % 9}`,
        sex: at % 2 === 0 ? 'female' : 'male',
      })),
    'manifest.csv': [
      { propertyName: 'oneroster.version', value: '1.2' },
      ...files.map(name => ({ propertyName: `file.${name}`, value: mode })),
    ],
  }
}

/** A realistic OneRoster zip of `students` students with guardians in either direction, classes and teachers. */
export const makeOneRoster = (options: OneRosterOptions): OneRosterExport => {
  const { version = '1.1', mode = 'bulk', change = (_, rows) => rows, without = [] } = options
  const plain = makeRows(options.students)
  const all = version === '1.2' ? toVersion12(plain, mode) : plain
  const entries = Object.entries(all).filter(([name]) => !without.includes(name))
  const files = entries.map(
    ([name, rows]) =>
      [
        name,
        toCsv(name === 'users.csv' && version === '1.2' ? users12 : (columns[name] ?? ''), change(name, rows)),
      ] as const,
  )
  const users = plain['users.csv'] ?? []
  const guardians = users.filter(user => user.role === 'guardian')
  const addresses = guardians.map((user, at) => ({
    identifiant: user.sourcedId ?? '',
    nom: user.familyName ?? '',
    prenom: user.givenName ?? '',
    adresse: `${(at % 90) + 1} ${pick(streets, at)}`,
    'code postal': '69003',
    ville: 'Lyon',
  }))
  const count = (role: string) => users.filter(user => user.role === role).length
  return {
    zip: zipSync(Object.fromEntries(files), { level: 6 }),
    addresses: toCsv('identifiant,nom,prenom,adresse,code postal,ville', addresses),
    users: users.length,
    students: count('student'),
    guardians: guardians.length,
    teachers: count('teacher'),
    classes: plain['classes.csv']?.length ?? 0,
  }
}
