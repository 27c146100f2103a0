import type { InstitutionView, Language, LetterContents, LetterRow, LetterView, PersonKind } from '@mailroom/contract'
import type { Category, RecipientKind } from '@mailroom/letter'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../platform/errors.ts'
import type { Actor, Right } from '../../platform/rights.ts'
import { askedValues, civilDay, type FrozenFacts, fileNameFor, letterheadOf, schoolOf } from './frozen/rules.ts'

/** The institution with its letterhead. */
export const getInstitution = async ({ database }: Deps): Promise<InstitutionView> => {
  const row = await database.prisma.institution.findUniqueOrThrow({ where: { id: 1 } })
  const { id: _, setupTokenHash: __, setupDone: ___, savedById: ____, ...shown } = row
  return {
    ...shown,
    language: shown.language === 'en' ? 'en' : 'fr',
    window: shown.window as InstitutionView['window'],
    font: shown.font as InstitutionView['font'],
    paper: shown.paper as InstitutionView['paper'],
  }
}

export type DispatchLetter = {
  id: string
  version: number
  designation: string
  category: Category
  recipientKinds: string[]
  fileName: string
  archived: boolean
  contents: LetterContents
}

const findCurrent = async ({ database }: Deps, id: string) => {
  const letter = await database.prisma.letter.findUnique({
    where: { id },
    include: { versions: { orderBy: { number: 'desc' }, take: 1 } },
  })
  const version = letter?.versions[0]
  if (!letter || !version) throw new AppError('NOT_FOUND')
  return { letter, version }
}

/** A letter with its current version, for a dispatch; archived ones too (`archived` says so). NOT_FOUND if unknown. */
export const getLetterForDispatch = async (deps: Deps, id: string): Promise<DispatchLetter> => {
  const { letter, version } = await findCurrent(deps, id)
  return {
    id,
    version: version.number,
    designation: letter.designation,
    category: letter.category as Category,
    recipientKinds: letter.recipientKinds,
    fileName: letter.fileName,
    archived: letter.archivedAt !== null,
    contents: version.contents as LetterContents,
  }
}

type Freezable = Pick<DispatchLetter, 'category' | 'contents' | 'fileName' | 'designation'>

/**
 * Everything that later edits must not change: the institution, the letter's contents, the sender, today's date and the
 * sender's answers. JSON, so that it can be kept with the dispatch. `letter: null` for a written e-mail; `email` is the
 * address that the letter names for answers (the actor's own by default).
 */
export const frozenFacts = async (
  deps: Deps,
  actor: Pick<Actor, 'name' | 'email'>,
  input: { letter: Freezable | null; values: Record<string, unknown>; email?: string },
): Promise<FrozenFacts> => {
  const institution = await getInstitution(deps)
  const { letter, values, email = actor.email } = input
  return {
    category: letter?.category ?? null,
    contents: letter?.contents ?? {},
    fileName: letter ? fileNameFor(letter) : '',
    school: schoolOf(institution),
    letterhead: letterheadOf(institution),
    window: institution.window,
    font: institution.font,
    paper: institution.paper,
    accent: institution.accent,
    sender: { name: actor.name, email },
    today: civilDay(new Date()),
    asked: askedValues(letter?.category ?? null, values),
    language: institution.language,
  }
}

type Row = Omit<LetterRow, 'savedAt'> & { savedAt: Date }

/** Recipients of the letters offered in a list: from students, a letter goes to their guardians or to themselves. */
const kindsIn = (list: PersonKind): RecipientKind[] => (list === 'student' ? ['guardian', 'student'] : [list])

/** Standard letters by designation, without their contents; `list` keeps those offered in one list of people. */
export const listLetters = async (
  { database }: Deps,
  _right: Right<'letters.read'>,
  query: { list: PersonKind | ''; archived: boolean },
): Promise<LetterRow[]> => {
  const { rows } = await database.pool.query<Row>(
    `SELECT l.id, l.designation, l.category, l.recipient_kinds AS "recipientKinds",
       ARRAY(SELECT jsonb_object_keys(v.contents) ORDER BY 1) AS languages, l.version, l.archived_at IS NOT NULL AS archived,
       l.supplied IS NOT NULL AS supplied, v.created_at AS "savedAt", v.author_name AS "savedBy"
     FROM letter l JOIN letter_version v ON v.letter_id = l.id AND v.number = l.version
     WHERE (l.archived_at IS NOT NULL) = $1 AND (cardinality($2::text[]) = 0 OR l.recipient_kinds && $2::text[])
     ORDER BY l.designation, l.id`,
    [query.archived, query.list ? kindsIn(query.list) : []],
  )
  return rows.map(row => ({ ...row, savedAt: row.savedAt.toISOString() }))
}

/** One letter with its current version. */
export const getLetter = async (
  deps: Deps,
  _right: Right<'letters.read' | 'letters.edit'>,
  id: string,
): Promise<LetterView> => {
  const { letter, version } = await findCurrent(deps, id)
  const contents = version.contents as LetterContents
  return {
    id,
    designation: letter.designation,
    category: letter.category as LetterView['category'],
    recipientKinds: letter.recipientKinds as LetterView['recipientKinds'],
    languages: (Object.keys(contents) as Language[]).sort(),
    version: version.number,
    archived: letter.archivedAt !== null,
    supplied: letter.supplied !== null,
    savedAt: version.createdAt.toISOString(),
    savedBy: version.authorName,
    fileName: letter.fileName,
    contents,
  }
}

/** The versions of a letter, newest first. */
export const listLetterVersions = async ({ database }: Deps, _right: Right<'letters.read'>, letterId: string) => {
  const rows = await database.prisma.letterVersion.findMany({
    where: { letterId },
    orderBy: { number: 'desc' },
    select: { number: true, createdAt: true, authorName: true },
  })
  if (rows.length === 0) throw new AppError('NOT_FOUND')
  return rows.map(row => ({ number: row.number, savedAt: row.createdAt.toISOString(), savedBy: row.authorName }))
}

/** The contents of one version. */
export const getLetterVersion = async (
  { database }: Deps,
  _right: Right<'letters.read'>,
  input: { id: string; number: number },
) => {
  const row = await database.prisma.letterVersion.findUnique({
    where: { letterId_number: { letterId: input.id, number: input.number } },
  })
  if (!row) throw new AppError('NOT_FOUND')
  return { number: row.number, contents: row.contents as LetterContents }
}
