import { z } from 'zod'
import { id, idParams, instant, language, line, nothing, optionalLine, rowVersion, text } from './primitives.ts'
import { categoryName, personKind } from './resources.ts'
import { route } from './route.ts'

/** A TipTap document; its nodes are checked by `checkDocument` of the letter package, on the server as in the editor. */
export const letterDocument = z.looseObject({
  type: z.literal('doc'),
  content: z.array(z.looseObject({ type: z.string() })).default([]),
})
export type LetterDocument = z.output<typeof letterDocument>
export const letterVariant = z.object({ subject: text(1000), document: letterDocument })
/** One variant per language; at least one. */
export const letterContents = z.object({ en: letterVariant.optional(), fr: letterVariant.optional() })
export type LetterContents = z.output<typeof letterContents>
export const recipientKind = z.enum(['guardian', 'student', 'teacher', 'staff'])
export const letterRow = z.object({
  id,
  designation: z.string(),
  category: categoryName,
  recipientKinds: z.array(recipientKind),
  languages: z.array(language),
  version: z.number().int(),
  archived: z.boolean(),
  supplied: z.boolean(),
  savedAt: instant,
  savedBy: z.string().nullable(),
})
export type LetterRow = z.output<typeof letterRow>
export const letterView = letterRow.extend({
  contents: letterContents,
  fileName: z.string().describe('Pattern of the PDF name'),
})
export type LetterView = z.output<typeof letterView>

export const listLetters = route({
  name: 'listLetters',
  method: 'GET',
  path: '/api/letters',
  access: 'letters.read',
  summary: 'Standard letters; `list` keeps those offered in one list of people',
  query: z.object({
    list: z.union([personKind, z.literal('')]).default(''),
    archived: z.enum(['true', 'false']).default('false'),
  }),
  response: z.object({ letters: z.array(letterRow) }),
})
export const getLetter = route({
  name: 'getLetter',
  method: 'GET',
  path: '/api/letters/:id',
  access: 'letters.read',
  summary: 'One letter with its current version',
  params: idParams,
  response: letterView,
})
export const letterForm = z.object({
  designation: line(120),
  category: categoryName,
  recipientKinds: z.array(recipientKind).min(1).max(4),
  fileName: optionalLine(200).default(''),
  contents: letterContents,
})
export const createLetter = route({
  name: 'createLetter',
  method: 'POST',
  path: '/api/letters',
  access: 'letters.edit',
  summary: 'Create a letter (its version 1)',
  status: 201,
  body: letterForm,
  response: letterView,
})
export const saveLetter = route({
  name: 'saveLetter',
  method: 'PUT',
  path: '/api/letters/:id',
  access: 'letters.edit',
  summary: 'Save a new version on top of `version`; 409 with the name of who saved since',
  params: idParams,
  body: letterForm.extend({ version: rowVersion }),
  response: letterView,
})
export const duplicateLetter = route({
  name: 'duplicateLetter',
  method: 'POST',
  path: '/api/letters/:id/duplicate',
  access: 'letters.edit',
  summary: 'A copy with its own history',
  status: 201,
  params: idParams,
  body: z.object({ designation: line(120) }),
  response: letterView,
})
export const archiveLetter = route({
  name: 'archiveLetter',
  method: 'POST',
  path: '/api/letters/:id/archive',
  access: 'letters.edit',
  summary: 'Archive or bring back',
  params: idParams,
  body: z.object({ archived: z.boolean() }),
  response: letterView,
})
export const listLetterVersions = route({
  name: 'listLetterVersions',
  method: 'GET',
  path: '/api/letters/:id/versions',
  access: 'letters.read',
  summary: 'Versions, newest first',
  params: idParams,
  response: z.object({
    versions: z.array(z.object({ number: z.number().int(), savedAt: instant, savedBy: z.string().nullable() })),
  }),
})
export const getLetterVersion = route({
  name: 'getLetterVersion',
  method: 'GET',
  path: '/api/letters/:id/versions/:number',
  access: 'letters.read',
  summary: 'Contents of one version',
  params: z.object({ id, number: z.coerce.number().int().min(1).max(2_147_483_647) }),
  response: z.object({ number: z.number().int(), contents: letterContents }),
})
export const previewSource = z.object({
  category: categoryName,
  contents: letterContents,
  /** The concerned people; empty shows the first people of the list. */
  list: personKind,
  personIds: z.array(id).max(50_000).default([]),
  recipients: z.enum(['guardians', 'students', 'both', 'self']).default('guardians'),
  per: z.enum(['person', 'household']).default('person'),
  index: z.number().int().min(0).default(0),
  values: z.record(z.string(), z.unknown()).default({}),
  accountId: id.nullable().default(null),
})
const fieldGap = z.object({ field: z.string(), label: z.string() })
export const previewLetter = route({
  name: 'previewLetter',
  method: 'POST',
  path: '/api/letters/preview',
  access: 'letters.read',
  summary: 'The unsaved letter for one recipient: the page and the e-mail, merged values marked',
  body: previewSource,
  response: z.object({
    index: z.number().int(),
    total: z.number().int(),
    recipient: z.object({ name: z.string(), words: z.string(), language }),
    subject: z.string(),
    page: z.string().describe('Complete HTML of the page (CSS in millimetres)'),
    email: z.string().describe('Complete HTML of the e-mail with the letter in its body'),
    text: z.string(),
    missing: z.array(fieldGap),
    held: z.array(fieldGap).describe('Required fields that are empty: this recipient would be held back'),
    problems: z.array(z.string()),
    counted: z
      .object({
        people: z.number().int().describe('Recipients of the shown language that were counted; not above `total`'),
        conditions: z
          .array(z.number().int())
          .describe('How many of them each condition holds for, in the text’s order'),
      })
      .describe('Whom the conditions of the letter concern; a long list is counted in part'),
  }),
})
export const previewLetterPdf = route({
  name: 'previewLetterPdf',
  method: 'POST',
  path: '/api/letters/preview/pdf',
  access: 'letters.read',
  summary: 'The same preview as the PDF that would be attached',
  stream: 'file',
  body: previewSource,
  response: nothing,
})

/* The institution: its letterhead serves the letters. */
export const envelopeWindow = z.enum(['none', 'din5008b', 'nf'])
export const institutionView = z.object({
  version: rowVersion,
  name: z.string(),
  subtitle: z.string(),
  addressLines: z.array(z.string()),
  city: z.string(),
  phone: z.string(),
  email: z.string(),
  language,
  country: z.string(),
  logo: z.string().nullable().describe('data: URL of a PNG or JPEG, at most 200 kB'),
  footer: z.string(),
  accent: z.string().describe('Colour of the letterhead, #rrggbb; empty: none of its own'),
  headName: z.string().describe('Who signs the letters'),
  headTitle: z.string(),
  window: envelopeWindow,
  font: z.enum(['source-serif', 'source-sans', 'atkinson']),
  paper: z.enum(['A4', 'Letter']),
  undoSeconds: z.number().int().min(0).max(60),
})
export type InstitutionView = z.output<typeof institutionView>
export const getInstitution = route({
  name: 'getInstitution',
  method: 'GET',
  path: '/api/institution',
  access: 'signed-in',
  summary: 'The institution: name, letterhead, envelope window, undo delay',
  response: institutionView,
})
export const saveInstitution = route({
  name: 'saveInstitution',
  method: 'PUT',
  path: '/api/institution',
  access: 'institution.manage',
  summary: 'Save the institution (409 if changed since `version`)',
  body: institutionView.extend({
    name: line(120),
    subtitle: optionalLine(160),
    addressLines: z.array(optionalLine(100)).max(6),
    city: optionalLine(80),
    phone: optionalLine(40),
    email: z.string().trim().max(320),
    country: optionalLine(60),
    logo: z.string().max(280_000, { error: 'TOO_LONG' }).nullable(),
    footer: optionalLine(300),
    accent: optionalLine(40),
    headName: optionalLine(120),
    headTitle: optionalLine(120),
  }),
  response: institutionView,
})
