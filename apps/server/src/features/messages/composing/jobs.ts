import { createHash } from 'node:crypto'
import { createComposer } from '@mailroom/mailer'
import type { Deps } from '../../../deps.ts'
import { type Envelope, getContents, getEnvelope, getFiles } from './queries.ts'

/** What a message is made of; all of it frozen. */
export type Sheet = {
  id: string
  dispatchId: string
  toName: string
  toAddress: string
  headerId: string
  headerDate: Date
  subject: string
  contentId: string
  pdfSha: string | null
  pdfName: string | null
  other: boolean
}
type Content = { html: string | null; text: string }
/** Contents and PDFs read together for the messages of one job. */
export type Loaded = { contents: Map<string, Content>; files: Map<string, Buffer> }

/** A map that forgets its oldest entries. */
class Recent<T> extends Map<string, T> {
  #limit: number
  constructor(limit: number) {
    super()
    this.#limit = limit
  }
  override set(key: string, value: T): this {
    if (this.size >= this.#limit) {
      const oldest = this.keys().next()
      if (!oldest.done) this.delete(oldest.value)
    }
    return super.set(key, value)
  }
}

/** Larger PDFs are read one by one, when a connection is free for them: a job of fifty must fit into memory. */
const largestTogether = 256 * 1024
/** Two bodies of the largest size that may be sent. */
const keptBodies = 60_000_000

/** Puts messages together: what a dispatch shares is read and encoded once, the rest once per job. */
export class Composing {
  readonly #deps: Deps
  readonly #envelopes = new Recent<Promise<Envelope>>(500)
  readonly #contents = new Recent<Content>(20)
  /** Attachments of the dispatches under way. */
  readonly #files = new Recent<Buffer>(4)
  readonly #compose = createComposer(keptBodies)

  constructor(deps: Deps) {
    this.#deps = deps
  }

  envelope(dispatchId: string): Promise<Envelope> {
    const known = this.#envelopes.get(dispatchId)
    if (known) return known
    const loading = getEnvelope(this.#deps, dispatchId)
    loading.catch(() => this.#envelopes.delete(dispatchId))
    this.#envelopes.set(dispatchId, loading)
    return loading
  }

  /** Contents and PDFs of a whole job in two statements. */
  async load(sheets: Sheet[]): Promise<Loaded> {
    const ids = [...new Set(sheets.map(sheet => sheet.contentId))]
    // Held from here on: other jobs may push them out of memory while we wait for the rest.
    const known = ids.flatMap((id): [string, Content][] => {
      const content = this.#contents.get(id)
      return content ? [[id, content]] : []
    })
    const missing = ids.filter(id => !this.#contents.has(id))
    const shas = [...new Set(sheets.flatMap(sheet => sheet.pdfSha ?? []))]
    const [contents, files] = await Promise.all([
      missing.length > 0 ? getContents(this.#deps, missing) : new Map<string, Content>(),
      shas.length > 0 ? getFiles(this.#deps, shas, largestTogether) : new Map<string, Buffer>(),
    ])
    // Shared by several of these: the next job will want it again.
    for (const [id, content] of contents)
      if (sheets.filter(sheet => sheet.contentId === id).length > 1) this.#contents.set(id, content)
    return { contents: new Map([...contents, ...known]), files }
  }

  /** The message as bytes: the same at every try, since all that goes in is frozen. */
  async compose(sheet: Sheet, loaded: Loaded, envelope: Envelope): Promise<Buffer> {
    const content = loaded.contents.get(sheet.contentId)
    if (!content) throw new Error('the content is gone')
    // Frozen with the message, so the same at every try; the same for all that share content and files.
    const bodyKey = createHash('sha256')
      .update(`${sheet.dispatchId} ${sheet.contentId} ${sheet.pdfSha} ${sheet.pdfName}`)
      .digest('hex')
      .slice(0, 40)
    const own = sheet.pdfSha
      ? [
          {
            filename: sheet.pdfName ?? 'letter.pdf',
            contentType: 'application/pdf',
            content: await this.#pdf(sheet.pdfSha, loaded),
          },
        ]
      : []
    const mail = {
      messageId: sheet.headerId,
      date: sheet.headerDate,
      boundary: bodyKey,
      from: envelope.from,
      to: { name: sheet.toName, address: sheet.toAddress },
      replyTo: envelope.replyTo ?? undefined,
      cc: sheet.other ? undefined : envelope.copies,
      subject: sheet.subject,
      html: content.html ?? undefined,
      text: content.text,
      attachments: [...own, ...(await this.#attachments(envelope))],
      envelopeFrom: envelope.envelopeFrom,
      envelopeTo: sheet.toAddress,
      headers: envelope.automatic ? { 'Auto-Submitted': 'auto-generated' } : undefined,
    }
    return this.#compose(mail, bodyKey)
  }

  async #pdf(sha: string, loaded: Loaded): Promise<Buffer> {
    const bytes = loaded.files.get(sha) ?? (await getFiles(this.#deps, [sha])).get(sha)
    if (!bytes) throw new Error('the PDF is gone')
    return bytes
  }

  async #attachments({ attachments }: Envelope) {
    const missing = attachments.map(one => one.sha).filter(sha => !this.#files.has(sha))
    const found = missing.length > 0 ? await getFiles(this.#deps, missing) : new Map<string, Buffer>()
    return attachments.map(({ name, type, sha }) => {
      const content = found.get(sha) ?? this.#files.get(sha)
      if (!content) throw new Error('an attachment is gone')
      this.#files.set(sha, content)
      return { filename: name, contentType: type, content }
    })
  }
}
