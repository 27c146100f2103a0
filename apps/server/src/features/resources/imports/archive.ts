import { unzipSync, zipSync } from 'fflate'
import { AppError } from '../../../platform/errors.ts'

const mostEntries = 100
const mostBytes = 200_000_000

/** What a file is by its first bytes, whatever its name says. */
export const sniff = (bytes: Uint8Array): 'zip' | 'xls' | 'pdf' | 'program' | 'html' | 'xml' | 'image' | 'text' => {
  const starts = (...head: number[]) => head.every((byte, at) => bytes[at] === byte)
  if (starts(0x50, 0x4b, 0x03, 0x04) || starts(0x50, 0x4b, 0x05, 0x06)) return 'zip'
  if (starts(0xd0, 0xcf, 0x11, 0xe0)) return 'xls'
  if (starts(0x25, 0x50, 0x44, 0x46)) return 'pdf'
  if (starts(0x4d, 0x5a) || starts(0x7f, 0x45, 0x4c, 0x46)) return 'program'
  if (starts(0x89, 0x50, 0x4e, 0x47) || starts(0xff, 0xd8, 0xff) || starts(0x47, 0x49, 0x46, 0x38)) return 'image'
  const head = new TextDecoder('latin1')
    .decode(bytes.subarray(0, 300))
    .replaceAll('\u0000', '')
    .replace(/^[ÿþï»¿\s]+/, '')
    .toLowerCase()
  if (/^<(!doctype html|html|head|body|script|table)/.test(head)) return 'html'
  return head.startsWith('<?xml') ? 'xml' : 'text'
}

/**
 * The files of a zip, in memory, by lower-case base name. Limits hold before anything is unpacked (by the sizes that
 * the archive states) and while it is: the unpacker never writes more than was stated.
 */
export const unzip = (bytes: Uint8Array): Map<string, Uint8Array> => {
  let total = 0
  let count = 0
  const check = ({ name, originalSize }: { name: string; originalSize: number }): boolean => {
    count += 1
    total += originalSize
    if (count > mostEntries) throw new AppError('FILE_UNREADABLE', 'file', { detail: `zip > ${mostEntries}` })
    if (total > mostBytes) throw new AppError('FILE_TOO_LARGE', 'file', { maximum: mostBytes / 1_000_000 })
    if (/(^|[\\/])\.\.([\\/]|$)|^[\\/]|^[a-z]:/i.test(name))
      throw new AppError('FILE_DISGUISED', 'file', { detail: name.slice(0, 60) })
    return !name.endsWith('/') && !name.startsWith('__MACOSX/')
  }
  try {
    const entries = Object.entries(unzipSync(bytes, { filter: check }))
    return new Map(
      entries.map(([name, content]) => [
        name.includes('xl/') ? name : (name.split(/[\\/]/).at(-1) ?? name).toLowerCase(),
        content,
      ]),
    )
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError('FILE_UNREADABLE', 'file', { detail: 'zip' })
  }
}

/** A zip of the same files, stored: what reads it next cannot be given a bomb. */
export const repack = (bytes: Uint8Array): Uint8Array => {
  unzip(bytes)
  return zipSync(unzipSync(bytes), { level: 0 })
}
