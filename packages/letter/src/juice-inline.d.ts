/** Juice without the parser and the HTTP client of its own entry. */
declare module 'juice/lib/inline.js' {
  import type { CheerioAPI } from 'cheerio/slim'
  import type { Options } from 'juice'
  export default function makeJuice(base: object): {
    inlineDocument: (document: CheerioAPI, css: string, options: Options) => void
  }
}
