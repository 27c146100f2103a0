import { tidyReply } from './reply.ts'

export type TranscriptLine = {
  /** ISO 8601 time. */
  at: string
  /** Milliseconds since the test began. */
  ms: number
  direction: 'client' | 'server' | 'note'
  text: string
}

/** The conversation as it may be shown: the login exchange is replaced, and secrets are masked wherever they appear. */
export class Transcript {
  readonly lines: TranscriptLine[] = []
  #started = performance.now()
  #secrets: readonly string[]
  #inLogin = false

  constructor(secrets: readonly string[]) {
    this.#secrets = secrets
  }

  add(direction: TranscriptLine['direction'], text: string): void {
    const ms = Math.round(performance.now() - this.#started)
    this.lines.push({ at: new Date().toISOString(), ms, direction, text: this.#mask(direction, text) })
  }

  /** From AUTH until its answer every line is a credential or a challenge in base64 (RFC 4954 §4). */
  #mask(direction: TranscriptLine['direction'], text: string): string {
    if (direction === 'client') {
      const auth = /^AUTH \S+/i.exec(text)
      if (auth) {
        this.#inLogin = true
        return text.length > auth[0].length ? `${auth[0]} •••` : auth[0]
      }
      if (this.#inLogin) return '•••'
    }
    if (direction === 'server' && this.#inLogin) {
      if (/^334/.test(text)) return '334 •••'
      this.#inLogin = false
    }
    return direction === 'server'
      ? text
          .split(/\r?\n/)
          .map(line => tidyReply(line, this.#secrets))
          .join('\n')
      : tidyReply(text, this.#secrets)
  }
}
