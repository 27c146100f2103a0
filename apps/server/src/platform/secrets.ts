import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** Where a secret lives; part of the authenticated data, so that a sealed value moved to another row does not open. */
export type Place = { table: string; row: string; column: string }
export type Secrets = { seal: (plain: string, place: Place) => string; open: (sealed: string, place: Place) => string }

const encrypt = (key: Buffer, plain: Buffer, aad: Buffer) => {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(aad)
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}
const decrypt = (key: Buffer, sealed: Buffer, aad: Buffer) => {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12)).setAAD(aad)
  decipher.setAuthTag(sealed.subarray(-16))
  return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()])
}

/**
 * Envelope encryption: AES-256-GCM with a data key of each value's own, wrapped by `key` (32 bytes, from the
 * environment, never in the database); the place is authenticated with it (NIST SP 800-38D).
 */
export const createSecrets = (key: Buffer): Secrets => ({
  seal: (plain, place) => {
    const aad = Buffer.from(`${place.table}/${place.row}/${place.column}`)
    const dataKey = randomBytes(32)
    return `v1.${encrypt(key, dataKey, aad).toString('base64url')}.${encrypt(dataKey, Buffer.from(plain, 'utf8'), aad).toString('base64url')}`
  },
  open: (sealed, place) => {
    const [version, wrapped, body] = sealed.split('.')
    if (version !== 'v1' || !wrapped || !body) throw new Error('SECRET_UNREADABLE')
    const aad = Buffer.from(`${place.table}/${place.row}/${place.column}`)
    return decrypt(decrypt(key, Buffer.from(wrapped, 'base64url'), aad), Buffer.from(body, 'base64url'), aad).toString(
      'utf8',
    )
  },
})

/** SHA-256 in hex: for tokens of full entropy, which need no slow hash. */
export const digest = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex')
/** HMAC for short codes: without the key, a stolen table tells nothing though there are only 10⁸ codes. */
export const keyedDigest = (key: Buffer, text: string): string => createHmac('sha256', key).update(text).digest('hex')
/** Equal, in constant time. */
export const sameDigest = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
/** 32 random bytes for links. */
export const newToken = (): string => randomBytes(32).toString('base64url')
