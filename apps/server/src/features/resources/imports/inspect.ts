import type { ImportView } from '@mailroom/contract'
import { AppError } from '../../../platform/errors.ts'
import { sniff, unzip } from './archive.ts'
import { decodeText, detectEncoding, type Encoding, isEncoding } from './decode.ts'
import { isOneRoster, loneOneRosterFile, oneRosterVersion, requireFiles } from './oneroster.ts'
import { detectSeparator, readSheet, readText, separators, type Table } from './table.ts'

/** An upload laid open: a table, or the files of a OneRoster export. */
export type Opened =
  | { type: 'table'; encoding: string; separator: string; table: Table; lines: number }
  | {
      type: 'oneroster'
      format: ImportView['format']
      encoding: string
      separator: string
      files: ReadonlyMap<string, string>
      lines: number
    }
/** `look`: of a long table only the first rows are read, to map its columns. */
export type Wanted = { encoding?: string; separator?: string; look?: boolean }
/** Up to so many lines a file is read whole while the browser waits. */
export const quickLines = 2000
const firstRows = 300

const disguises: Record<string, string> = { pdf: 'PDF', program: 'EXE', html: 'HTML', image: 'PNG / JPEG' }

/** Refuses what is no list, naming what it is; a file that does not even claim to be one is simply unknown. */
const refuseOthers = (kind: ReturnType<typeof sniff>, name: string) => {
  const disguise = disguises[kind]
  const claims = /\.(csv|tsv|txt|xlsx|zip)$/i.test(name)
  if (disguise)
    throw claims ? new AppError('FILE_DISGUISED', 'file', { detail: disguise }) : new AppError('FILE_UNKNOWN', 'file')
  if (kind === 'xml' || kind === 'xls') throw new AppError('FILE_UNKNOWN', 'file')
}

const chooseEncoding = (bytes: Uint8Array, wanted: Wanted): Encoding => {
  if (!wanted.encoding) return detectEncoding(bytes)
  if (!isEncoding(wanted.encoding)) throw new AppError('UNKNOWN_CHOICE', 'encoding')
  return wanted.encoding
}
const chooseSeparator = (text: string, wanted: Wanted): string => {
  if (!wanted.separator) return detectSeparator(text)
  if (!(separators as readonly string[]).includes(wanted.separator)) throw new AppError('UNKNOWN_CHOICE', 'separator')
  return wanted.separator
}

const countLines = (text: string) => text.split('\n').length

const openText = (bytes: Uint8Array, wanted: Wanted): Opened => {
  const encoding = chooseEncoding(bytes, wanted)
  const text = decodeText(bytes, encoding)
  if (text.trim() === '') throw new AppError('FILE_EMPTY', 'file')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: counting them is the purpose
  const controls = text.slice(0, 4000).match(/[\u0001-\u0008\u000e-\u001f]/g)?.length ?? 0
  if (controls > 20 && !wanted.encoding) throw new AppError('FILE_UNREADABLE', 'file', { detail: 'binary' })
  const separator = chooseSeparator(text, wanted)
  const lines = countLines(text.trimEnd())
  const table = readText(text, separator, wanted.look && lines > quickLines ? firstRows : undefined)
  const lone = loneOneRosterFile(table.headers)
  if (lone)
    throw new AppError('IMPORT_INCOMPLETE', 'file', { file: lone === 'users.csv' ? 'classes.csv' : 'users.csv' })
  return { type: 'table', encoding, separator, table, lines: Math.max(lines - 1, table.rows.length) }
}

const openOneRoster = (entries: ReadonlyMap<string, Uint8Array>, wanted: Wanted): Opened => {
  const csv = [...entries].filter(([name]) => name.endsWith('.csv'))
  const users = entries.get('users.csv')
  const encoding = users ? chooseEncoding(users, wanted) : 'utf-8'
  const files = new Map(
    csv.map(([name, bytes]) => [name, decodeText(bytes, wanted.encoding ? encoding : detectEncoding(bytes))]),
  )
  requireFiles(files)
  return {
    type: 'oneroster',
    format: `oneroster-${oneRosterVersion(files)}`,
    encoding,
    separator: ',',
    files,
    lines: countLines(files.get('users.csv') ?? '') + countLines(files.get('enrollments.csv') ?? ''),
  }
}

const openZip = async (bytes: Uint8Array, wanted: Wanted): Promise<Opened> => {
  const entries = unzip(bytes)
  if (entries.has('xl/workbook.xml')) {
    const table = await readSheet(bytes)
    return { type: 'table', encoding: '', separator: '', table, lines: table.rows.length }
  }
  if (isOneRoster(entries.keys())) return openOneRoster(entries, wanted)
  const tables = [...entries].filter(([name]) => /\.(csv|tsv|txt)$/.test(name))
  const [only] = tables
  if (!only || tables.length > 1) throw new AppError('FILE_UNKNOWN', 'file')
  refuseOthers(sniff(only[1]), only[0])
  return openText(only[1], wanted)
}

/** Opens an upload by what its bytes are. Encoding and separator are detected unless they were chosen. */
export const openUpload = async (bytes: Uint8Array, name: string, wanted: Wanted = {}): Promise<Opened> => {
  const kind = sniff(bytes)
  refuseOthers(kind, name)
  return kind === 'zip' ? openZip(bytes, wanted) : openText(bytes, wanted)
}
