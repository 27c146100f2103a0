import { z } from 'zod'
import {
  direction,
  emailText,
  flag,
  id,
  idParams,
  instant,
  language,
  line,
  nothing,
  optionalLine,
  paging,
  rowVersion,
} from './primitives.ts'
import { route } from './route.ts'

export const personKinds = ['student', 'guardian', 'teacher', 'staff'] as const
export const personKind = z.enum(personKinds)
export type PersonKind = z.output<typeof personKind>
/** How a person can be reached by e-mail today, worst last; derived from addresses and preferences. */
export const reach = z.enum(['ok', 'unverified', 'paper', 'refused', 'missing', 'invalid', 'bounced'])
export type Reach = z.output<typeof reach>
export const emailState = z.enum(['ok', 'unverified', 'invalid', 'bounced'])
export const categoryName = z.enum(['absences', 'meetings', 'results', 'administration'])

export const personRow = z.object({
  id,
  surname: z.string(),
  givenName: z.string(),
  title: z.string(),
  classes: z.array(z.string()),
  related: z.array(z.string()).describe('Guardian: given names of the students; student: names of the guardians'),
  email: z.string().nullable(),
  reach,
  language,
  lastMailAt: instant.nullable(),
  userId: id.nullable(),
})
export type PersonRow = z.output<typeof personRow>

/** Filters of a list; the same object selects "the filtered" in a dispatch. */
export const personFilters = z.object({
  search: z.string().max(200).default(''),
  classId: z.string().max(60).default('').describe('Id of a class, or empty'),
  level: z.string().max(60).default(''),
  reach: z.string().max(100).default('').describe('Comma-separated reach values, or empty'),
  language: z.union([language, z.literal('')]).default(''),
  legal: z
    .union([flag, z.literal('').transform(() => undefined), z.boolean()])
    .optional()
    .describe('Guardians: legal ones only'),
  view: z.enum(['all', 'incomplete', 'paper']).default('all'),
})
export type PersonFilters = z.output<typeof personFilters>
export const personSort = z.enum(['name', 'class', 'related', 'email', 'language', 'lastMail'])

export const kindParams = z.object({ kind: personKind })
export const listPeople = route({
  name: 'listPeople',
  method: 'GET',
  path: '/api/people/:kind',
  access: 'people.read',
  summary: 'A page of a list, searched (accent-insensitive), filtered and sorted on the server',
  params: kindParams,
  query: personFilters.extend({ sort: personSort.default('name'), direction: direction.default('asc'), ...paging }),
  response: z.object({ total: z.number().int(), rows: z.array(personRow) }),
})
export const listPeopleIds = route({
  name: 'listPeopleIds',
  method: 'GET',
  path: '/api/people/:kind/ids',
  access: 'people.read',
  summary: 'Ids of everyone the filters match, in list order (select all filtered, shift ranges)',
  params: kindParams,
  query: personFilters.extend({ sort: personSort.default('name'), direction: direction.default('asc') }),
  response: z.object({ ids: z.array(id) }),
})
export const summarisePeople = route({
  name: 'summarisePeople',
  method: 'POST',
  path: '/api/people/:kind/summary',
  access: 'people.read',
  summary: 'How a selection can be reached: for the action bar',
  params: kindParams,
  body: z.object({ ids: z.array(id).max(50_000) }),
  response: z.object({
    selected: z.number().int(),
    email: z.number().int(),
    paper: z.number().int(),
    unreachable: z.number().int(),
  }),
})
export const countPeople = route({
  name: 'countPeople',
  method: 'GET',
  path: '/api/people',
  access: 'people.read',
  summary: 'Numbers for the navigation and the views of each list',
  response: z.object({
    kinds: z.record(
      personKind,
      z.object({ all: z.number().int(), incomplete: z.number().int(), paper: z.number().int() }),
    ),
    levels: z.array(z.string()),
    classes: z.array(z.object({ id, name: z.string(), level: z.string(), students: z.number().int() })),
  }),
})
export const postalAddress = z.object({
  lines: z.array(optionalLine(200)).max(6),
  postcode: optionalLine(20),
  city: optionalLine(100),
  country: optionalLine(60),
})
export const personDetail = personRow.extend({
  kind: personKind,
  birthDate: z.string().nullable(),
  phone: z.string().nullable(),
  emails: z.array(
    z.object({
      id,
      address: z.string(),
      state: emailState,
      changedAt: instant.nullable(),
      reason: z.string().nullable(),
    }),
  ),
  postal: postalAddress.nullable(),
  envelope: z.object({ lines: z.array(z.string()), fits: z.boolean(), problem: z.string().nullable() }).nullable(),
  acceptsEmail: z.boolean(),
  acceptsPaper: z.boolean(),
  preferences: z.array(z.object({ category: categoryName, email: z.boolean(), paper: z.boolean() })),
  relations: z.array(
    z.object({
      personId: id,
      kind: personKind,
      name: z.string(),
      words: z.string().describe('Relation in the language asked for: "2nde B, lives with her"'),
    }),
  ),
  mail: z.array(
    z.object({
      dispatchId: id,
      messageId: id.nullable(),
      subject: z.string(),
      at: instant,
      state: z.string(),
      words: z.string(),
    }),
  ),
  mailTotal: z.number().int(),
  version: z.number().int(),
})
export type PersonDetail = z.output<typeof personDetail>
export const getPerson = route({
  name: 'getPerson',
  method: 'GET',
  path: '/api/person/:id',
  access: 'people.read',
  summary: 'One person: addresses, preferences, relations, mail',
  params: idParams,
  response: personDetail,
})
export const personForm = z.object({
  surname: line(100),
  givenName: optionalLine(100),
  title: optionalLine(20).default(''),
  language,
  phone: optionalLine(40).default(''),
  postal: postalAddress.nullable(),
  emails: z
    .array(emailText)
    .max(10)
    .describe('In order of use; an unchanged address keeps its state, a new one is unverified'),
})
export const createPerson = route({
  name: 'createPerson',
  method: 'POST',
  path: '/api/people/:kind',
  access: 'people.edit',
  summary: 'Creation line: add a person by hand',
  status: 201,
  params: kindParams,
  body: personForm.extend({ classId: id.nullable().default(null) }),
  response: personDetail,
})
export const updatePerson = route({
  name: 'updatePerson',
  method: 'PUT',
  path: '/api/person/:id',
  access: 'people.edit',
  summary: 'Edit a person (409 if changed since `version`)',
  params: idParams,
  body: personForm.extend({ version: rowVersion }),
  response: personDetail,
})
export const savePreferences = route({
  name: 'savePreferences',
  method: 'PUT',
  path: '/api/person/:id/preferences',
  access: 'people.edit',
  summary: 'Contact preferences: which channels a person accepts, overall and per category',
  params: idParams,
  body: z.object({
    acceptsEmail: z.boolean().optional(),
    acceptsPaper: z.boolean().optional(),
    preferences: z
      .array(z.object({ category: categoryName, email: z.boolean(), paper: z.boolean() }))
      .max(10)
      .optional(),
  }),
  response: personDetail,
})
export const bulkPreferences = route({
  name: 'bulkPreferences',
  method: 'POST',
  path: '/api/people/:kind/preferences',
  access: 'people.edit',
  summary: 'Change "accepts e-mail / paper" of many people at once',
  params: kindParams,
  body: z.object({
    ids: z.array(id).min(1).max(50_000),
    acceptsEmail: z.boolean().optional(),
    acceptsPaper: z.boolean().optional(),
  }),
  response: z.object({ changed: z.number().int() }),
})

/* Imports */
export const importFormat = z.enum(['oneroster-1.1', 'oneroster-1.2', 'table', 'addresses'])
export const importTargets = [
  'ignore',
  'identifier',
  'surname',
  'givenName',
  'title',
  'email',
  'email2',
  'phone',
  'birthDate',
  'language',
  'class',
  'level',
  'addressLine1',
  'addressLine2',
  'addressLine3',
  'postcode',
  'city',
  'country',
  'acceptsEmail',
  'parent1Surname',
  'parent1GivenName',
  'parent1Title',
  'parent1Email',
  'parent1Address',
  'parent1Postcode',
  'parent1City',
  'parent2Surname',
  'parent2GivenName',
  'parent2Title',
  'parent2Email',
  'parent2Address',
  'parent2Postcode',
  'parent2City',
] as const
export const importTarget = z.enum(importTargets)
export const importView = z.object({
  id,
  fileName: z.string(),
  state: z.enum(['mapping', 'checking', 'ready', 'applying', 'applied', 'failed']),
  format: importFormat,
  kind: personKind.nullable().describe('For tables: the list it goes into'),
  encoding: z.string(),
  separator: z.string(),
  columns: z.array(
    z.object({
      header: z.string(),
      sample: z.array(z.string()),
      target: importTarget,
      locked: z.boolean().describe('Passwords are always ignored'),
    }),
  ),
  counts: z
    .object({
      created: z.number().int(),
      updated: z.number().int(),
      unchanged: z.number().int(),
      retired: z.number().int(),
      refused: z.number().int(),
    })
    .nullable(),
  perKind: z.array(
    z.object({ kind: personKind, created: z.number().int(), updated: z.number().int(), unchanged: z.number().int() }),
  ),
  progress: z.object({ done: z.number().int(), total: z.number().int() }).nullable(),
  problem: z.string().nullable(),
  createdAt: instant,
})
export type ImportView = z.output<typeof importView>
export const createImport = route({
  name: 'createImport',
  method: 'POST',
  path: '/api/imports',
  access: 'people.import',
  summary:
    'Upload a file (multipart field `file`; optional `kind` for tables): format, encoding, separator and columns are guessed. Nothing is saved to the lists',
  status: 201,
  multipart: true,
  response: importView,
})
export const getImport = route({
  name: 'getImport',
  method: 'GET',
  path: '/api/imports/:id',
  access: 'people.import',
  summary: 'State and preview of an import',
  params: idParams,
  response: importView,
})
export const mapImport = route({
  name: 'mapImport',
  method: 'PUT',
  path: '/api/imports/:id',
  access: 'people.import',
  summary:
    'Change encoding, separator, list or columns, then check again; the mapping is remembered for the same headers',
  params: idParams,
  body: z.object({
    kind: personKind.nullable(),
    format: importFormat.optional(),
    encoding: z.string().max(30),
    separator: z.string().max(1),
    columns: z.array(z.object({ header: z.string().max(200), target: importTarget })).max(200),
  }),
  response: importView,
})
export const listImportRows = route({
  name: 'listImportRows',
  method: 'GET',
  path: '/api/imports/:id/rows',
  access: 'people.import',
  summary: 'Lines of the preview: what each would do, refused ones with their reason',
  params: idParams,
  query: z.object({
    outcome: z.enum(['created', 'updated', 'unchanged', 'retired', 'refused', '']).default(''),
    ...paging,
  }),
  response: z.object({
    total: z.number().int(),
    rows: z.array(
      z.object({
        line: z.number().int(),
        file: z.string(),
        name: z.string(),
        outcome: z.enum(['created', 'updated', 'unchanged', 'retired', 'refused']),
        reason: z.string().nullable(),
        changes: z.array(z.string()),
      }),
    ),
  }),
})
export const applyImport = route({
  name: 'applyImport',
  method: 'POST',
  path: '/api/imports/:id/apply',
  access: 'people.import',
  summary: 'Apply the import in one transaction: whole or not at all',
  status: 202,
  params: idParams,
  response: importView,
})
export const discardImport = route({
  name: 'discardImport',
  method: 'DELETE',
  path: '/api/imports/:id',
  access: 'people.import',
  summary: 'Throw an import away',
  params: idParams,
  response: nothing,
})
