import { strToU8, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { sniff, unzip } from './archive.ts'
import { openUpload } from './inspect.ts'
import { detectSeparator, readText } from './table.ts'

const code = async (work: Promise<unknown> | (() => unknown)): Promise<string> => {
  try {
    await (typeof work === 'function' ? work() : work)
    return 'ok'
  } catch (error) {
    return (error as { code: string }).code
  }
}

test('separators are found outside of quotes', () => {
  expect(detectSeparator('a;b;c\n1;"x,y,z,u,v,w";3\n')).toBe(';')
  expect(detectSeparator('a,b,c\n1,"x;y;z;u",3\n')).toBe(',')
  expect(detectSeparator('a\tb\n1\t2\n')).toBe('\t')
  expect(detectSeparator('a|b\n1|2\n')).toBe('|')
  expect(detectSeparator('Nom\nDurand\n')).toBe(',')
})

test('rows know the line they begin on, quoted line breaks included', () => {
  const table = readText('Nom;Adresse\r\nA;"1 rue X\r\nBât. B"\r\n\r\nB;2\r\n', ';')
  expect(table.headers).toEqual(['Nom', 'Adresse'])
  expect(table.rows.map(row => row.line)).toEqual([2, 5])
  expect(table.rows[0]?.cells[1]).toBe('1 rue X\nBât. B')
})

test('ragged rows, stray quotes and spreadsheet tricks are read, formulas stay text', () => {
  const table = readText('a,b\n1\n1,2,3\nTom "T" Smith,=cmd()\n"=""00123""",@x\n', ',')
  expect(table.rows.map(row => row.cells)).toEqual([
    ['1'],
    ['1', '2', '3'],
    ['Tom "T" Smith', '=cmd()'],
    ['00123', '@x'],
  ])
})

describe('archives', () => {
  test('the first bytes say what a file is', () => {
    const of = (text: string) => sniff(Buffer.from(text, 'latin1'))
    expect(
      ['PK\u0003\u0004', '%PDF-', 'MZ', '\u007fELF', '<!DOCTYPE html>', '  <html>', '<?xml', 'Nom;'].map(of),
    ).toEqual(['zip', 'pdf', 'program', 'program', 'html', 'html', 'xml', 'text'])
  })
  // Packing two bombs takes seconds on a busy machine.
  test('names that lead elsewhere, too many entries and bombs are refused', { timeout: 30_000 }, async () => {
    for (const name of ['../../users.csv', '/etc/passwd', 'a/../../b.csv', 'C:\\x.csv'])
      expect(await code(() => unzip(zipSync({ [name]: strToU8('x') })))).toBe('FILE_DISGUISED')
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, at) => [`f${at}.csv`, strToU8('x')]))
    expect(await code(() => unzip(zipSync(many)))).toBe('FILE_UNREADABLE')
    const zeros = new Uint8Array(101_000_000)
    expect(await code(() => unzip(zipSync({ 'a.csv': [zeros, { level: 1 }], 'b.csv': [zeros, { level: 1 }] })))).toBe(
      'FILE_TOO_LARGE',
    )
  })
  test('an entry that is larger than it says is not unpacked beyond it', () => {
    const lying = zipSync({ 'a.csv': strToU8('x'.repeat(100_000)) })
    const view = new DataView(lying.buffer, lying.byteOffset)
    for (let at = 0; at < lying.length - 4; at++)
      if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 10, true)
    let size = 0
    try {
      size = unzip(lying).get('a.csv')?.length ?? 0
    } catch {
      size = 0
    }
    expect(size).toBeLessThanOrEqual(10)
  })
})

const cellXml = (reference: string, value: string) => `<c r="${reference}" t="inlineStr"><is><t>${value}</t></is></c>`
const xlsx = (rows: string[][]): Uint8Array => {
  const head = '<?xml version="1.0" encoding="UTF-8"?>'
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const data = rows
    .map(
      (row, y) =>
        `<row r="${y + 1}">${row.map((value, x) => cellXml(`${String.fromCharCode(65 + x)}${y + 1}`, value)).join('')}</row>`,
    )
    .join('')
  return zipSync({
    '[Content_Types].xml': strToU8(
      `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
    ),
    'xl/workbook.xml': strToU8(
      `${head}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${office}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    ),
    'xl/worksheets/sheet1.xml': strToU8(
      `${head}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${data}</sheetData></worksheet>`,
    ),
  })
}

describe('uploads', () => {
  test('a spreadsheet is a table', async () => {
    const opened = await openUpload(
      xlsx([
        ['Nom', 'Prénom'],
        ['Durand', 'Zoé'],
      ]),
      'x.xlsx',
    )
    expect(opened).toMatchObject({
      type: 'table',
      encoding: '',
      table: { headers: ['Nom', 'Prénom'], rows: [{ line: 2, cells: ['Durand', 'Zoé'] }] },
    })
  })
  test('a zip of one table is that table; of several unknown ones it is unknown', async () => {
    expect(await openUpload(zipSync({ 'eleves.csv': strToU8('Nom;Prénom\nA;B\n') }), 'x.zip')).toMatchObject({
      type: 'table',
      separator: ';',
    })
    expect(await code(openUpload(zipSync({ 'a.csv': strToU8('x'), 'b.csv': strToU8('y') }), 'x.zip'))).toBe(
      'FILE_UNKNOWN',
    )
    expect(await code(openUpload(zipSync({ 'a.csv': strToU8('%PDF-1') }), 'x.zip'))).toBe('FILE_DISGUISED')
    expect(await code(openUpload(Buffer.alloc(5000, 1), 'x.csv'))).toBe('FILE_UNREADABLE')
  })
  test('of a long table only the first rows are read to map it', async () => {
    const long = Buffer.from(`Nom\n${'x\n'.repeat(5000)}`)
    const looked = await openUpload(long, 'x.csv', { look: true })
    expect(looked).toMatchObject({ lines: 5000 })
    expect(looked.type === 'table' && looked.table.rows.length).toBeLessThan(400)
    const whole = await openUpload(long, 'x.csv')
    expect(whole.type === 'table' && whole.table.rows.length).toBe(5000)
  })
})
