import { isTextColour } from './colour.ts'

/**
 * Style sheet that juice writes into the elements. Only properties Outlook's Word engine understands carry the layout;
 * fonts are the readers' own, since web fonts would be fetched from somewhere.
 */
export function emailCss(accent: string): string {
  const font = "'Source Sans 3','Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"
  // A letterhead's colour may be lighter than words of ordinary size allow.
  const link = isTextColour(accent) ? accent : '#26357f'
  return `
body { margin: 0; padding: 0; background-color: #f3f4f7; color: #1b1f2a; font-family: ${font}; font-size: 16px; line-height: 1.55; -webkit-text-size-adjust: 100% }
.preheader { display: none; max-height: 0; overflow: hidden; mso-hide: all; font-size: 1px; line-height: 1px; color: #ffffff }
.outer { background-color: #f3f4f7 }
.desk { padding: 24px 12px }
.sheet { width: 100%; max-width: 640px; background-color: #ffffff; border: 1px solid #e2e5ec; border-radius: 6px }
.pad { padding: 36px 44px 44px }
.head { border-bottom: 1px solid ${accent}; margin-bottom: 26px }
.head td { padding: 0 0 14px; vertical-align: middle }
.head .name { font-size: 19px; line-height: 1.25; font-weight: 700; color: ${accent} }
.head .line { font-size: 13px; line-height: 1.4; color: #4a5162 }
.letter { font-size: 16px; line-height: 1.55; color: #1b1f2a }
.letter p { margin: 0 0 14px }
.letter h1, .letter h2, .letter h3 { margin: 22px 0 12px; font-size: 17px; line-height: 1.35; font-weight: 700; color: #1b1f2a }
.letter .heading { margin: 0 0 18px; font-size: 20px }
.letter ul, .letter ol { margin: 0 0 14px; padding: 0 0 0 22px }
.letter li { margin: 0 0 5px }
.letter table { width: 100%; border-collapse: collapse; margin: 4px 0 18px; font-size: 15px }
.letter th { padding: 6px 14px 6px 0; text-align: left; font-size: 13px; font-weight: 600; color: #4a5162; border-bottom: 1px solid #8b93a3 }
.letter td { padding: 7px 14px 7px 0; vertical-align: top; border-bottom: 1px solid #dfe2e8 }
.letter img { max-width: 100%; height: auto }
.letter a { color: ${link} }
.letter hr { border: 0; border-top: 1px solid #dfe2e8; margin: 20px 0 }
.letter .half { margin: 0 }
.letter td:last-child, .letter th:last-child { padding-right: 0 }
.signature { margin-top: 26px; padding-top: 14px; border-top: 1px solid #e2e5ec; font-size: 14px; color: #4a5162 }
`
}
