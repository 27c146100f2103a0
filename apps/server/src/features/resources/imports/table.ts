import { parse } from 'csv-parse/sync'
import { readSheet as readFirstSheet } from 'read-excel-file/node'
import { AppError } from '../../../platform/errors.ts'
import { repack } from './archive.ts'

/** A table as its file has it: one header row, then rows with the line each begins on. */
export type Table = { headers: string[]; rows: { line: number; cells: string[] }[] }

export const separators = [',', ';', '\t', '|'] as const
const mostRows = 200_000
const mostColumns = 200

/** The separator that cuts the first lines into the most equal columns; text inside quotes does not count. */
export const detectSeparator = (text: string): string => {
  const lines = text
    .slice(0, 20_000)
    .replace(/"(?:[^"]|"")*"/g, 'x')
    .split(/\r\n|\n|\r/)
    .filter(Boolean)
    .slice(0, 20)
  const score = (separator: string) => {
    const counts = lines.map(line => line.split(separator).length - 1)
    const first = counts[0] ?? 0
    return first === 0 ? 0 : first * (counts.filter(count => count === first).length / counts.length)
  }
  const [best] = separators.map(separator => ({ separator, score: score(separator) })).sort((a, b) => b.score - a.score)
  return best && best.score > 0 ? best.separator : ','
}

/** `="00123"` is how some programs keep a spreadsheet from dropping zeros. */
const tidyCell = (cell: string): string => (/^="[^"]*"$/.test(cell) ? cell.slice(2, -1) : cell)

const toTable = (records: { line: number; cells: string[] }[]): Table => {
  const filled = records.filter(record => record.cells.some(cell => cell.trim() !== ''))
  const [head, ...rows] = filled
  if (!head) throw new AppError('FILE_EMPTY', 'file')
  if (head.cells.length > mostColumns || rows.length > mostRows)
    throw new AppError('FILE_UNREADABLE', 'file', {
      detail: rows.length > mostRows ? `> ${mostRows}` : `> ${mostColumns}`,
    })
  const headers = head.cells.map(cell => cell.replace(/\s+/g, ' ').trim().slice(0, 200))
  return { headers, rows: rows.map(({ line, cells }) => ({ line, cells: cells.map(tidyCell) })) }
}

/** Reads CSV or TSV; quoted cells may hold separators and line breaks. `limit` stops early, for a first look. */
export const readText = (text: string, separator: string, limit?: number): Table => {
  try {
    // The parser counts a CR LF inside quotes as two lines; every line break is one here.
    const records = parse(text.replace(/\r\n?/g, '\n'), {
      delimiter: separator,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      info: true,
      to: limit,
      max_record_size: 1_000_000,
    }) as unknown as { info: { lines: number }; record: string[] }[]
    return toTable(
      records.map(({ info, record }) => ({ line: info.lines - record.join('').split('\n').length + 1, cells: record })),
    )
  } catch (error) {
    if (error instanceof AppError) throw error
    const { lines } = error as { lines?: number }
    throw new AppError('FILE_UNREADABLE', 'file', { detail: lines ? `CSV, ${lines}` : 'CSV' })
  }
}

const cellText = (value: unknown): string => {
  if (value instanceof Date) return value.toISOString().slice(0, 10)
  return value === null || value === undefined ? '' : String(value)
}

/** Reads the first sheet of an XLSX file. */
export const readSheet = async (bytes: Uint8Array): Promise<Table> => {
  const safe = repack(bytes)
  try {
    const rows = await readFirstSheet(Buffer.from(safe))
    return toTable(rows.map((row, at) => ({ line: at + 1, cells: row.map(cellText) })))
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError('FILE_UNREADABLE', 'file', { detail: 'XLSX' })
  }
}
