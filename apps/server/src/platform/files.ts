import type { Database } from './database.ts'
import { digest } from './secrets.ts'

export type StoredFile = { bytes: Buffer; type: string; size: number }
/** Content-addressed bytes in Postgres (decision 0004): one truth, one backup, every host sees them. */
export type Files = {
  /** Stores the bytes once, whatever the number of calls; returns their SHA-256. */
  put: (bytes: Uint8Array, type: string) => Promise<string>
  get: (sha: string) => Promise<StoredFile | undefined>
}

export const createFiles = ({ pool }: Database): Files => ({
  put: async (bytes, type) => {
    const sha = digest(bytes)
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    await pool.query({
      name: 'file-put',
      text: 'INSERT INTO file (sha, bytes, size, type) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
      values: [sha, buffer, bytes.byteLength, type],
    })
    return sha
  },
  get: async sha => {
    const { rows } = await pool.query<StoredFile>({
      name: 'file-get',
      text: 'SELECT bytes, type, size FROM file WHERE sha = $1',
      values: [sha],
    })
    return rows[0]
  },
})
