import { createHash } from 'node:crypto'
import { createComposer, type EncodedFile } from '@mailroom/mailer'
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
export type Loaded = { contents: Map<string, Content>; files: Map<string, EncodedFile> }

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

/** Larger PDFs are read one by one, when a connection is free for them: a job of a hundred must fit into memory. */
const largestTogether = 128 * 1024
/** Some bodies of the largest size that may be sent; files are not among them. */
const keptBodies = 16_000_000

/** RFC 3834 §5: no machine shall answer. */
const automatic = { 'Auto-Submitted': 'auto-generated' }

/** Puts messages together: what a dispatch shares is read and encoded once, the rest once per job. */
export class Composing {
  readonly #deps: Deps
  readonly #envelopes = new Recent<Promise<Envelope>>(500)
  readonly #contents = new Recent<Content>(20)
  /** Attachments of the dispatches under way. */
  readonly #files = new Recent<EncodedFile>(4)
  readonly #boundaries = new Recent<string>(100)
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
      shas.length > 0 ? getFiles(this.#deps, shas, largestTogether) : new Map<string, EncodedFile>(),
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
    const boundary = this.#boundaryOf(sheet)
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
      boundary,
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
      headers: envelope.automatic ? automatic : undefined,
    }
    // A letter's own content comes once: keeping it would only push out what others share.
    return this.#compose(mail, this.#contents.has(sheet.contentId) ? `${boundary} ${sheet.other}` : undefined)
  }

  /** Frozen with the message, so the same at every try; the same for all that share a content. */
  #boundaryOf({ dispatchId, contentId, pdfName }: Sheet): string {
    const source = `${dispatchId} ${contentId} ${pdfName}`
    const known = this.#boundaries.get(source)
    if (known) return known
    const made = createHash('sha256').update(source).digest('hex').slice(0, 40)
    this.#boundaries.set(source, made)
    return made
  }

  async #pdf(sha: string, loaded: Loaded): Promise<EncodedFile> {
    const bytes = loaded.files.get(sha) ?? (await getFiles(this.#deps, [sha])).get(sha)
    if (!bytes) throw new Error('the PDF is gone')
    return bytes
  }

  async #attachments({ attachments }: Envelope) {
    const missing = attachments.map(one => one.sha).filter(sha => !this.#files.has(sha))
    const found = missing.length > 0 ? await getFiles(this.#deps, missing) : new Map<string, EncodedFile>()
    return attachments.map(({ name, type, sha }) => {
      const content = found.get(sha) ?? this.#files.get(sha)
      if (!content) throw new Error('an attachment is gone')
      this.#files.set(sha, content)
      return { filename: name, contentType: type, content }
    })
  }
}
