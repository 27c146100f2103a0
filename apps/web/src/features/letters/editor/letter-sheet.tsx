import '@fontsource/atkinson-hyperlegible/400.css'
import '@fontsource/atkinson-hyperlegible/700.css'
import '@fontsource/source-sans-3/400.css'
import '@fontsource/source-sans-3/700.css'
import '@fontsource/source-serif-4/400.css'
import '@fontsource/source-serif-4/400-italic.css'
import '@fontsource/source-serif-4/700.css'
import type { InstitutionView } from '@mailroom/contract'
import {
  type Category,
  defaultMargins,
  din5008Margins,
  firstPage,
  fontFamilies,
  fontSizes,
  paperSizes,
} from '@mailroom/letter'
import { type Editor, EditorContent } from '@tiptap/react'
import { type CSSProperties, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { ScrollRegion } from '../../../components/scroll-region.tsx'
import type { Language } from '../letter-words.ts'
import { FieldSuggestList } from './field-suggest-list.tsx'
import styles from './letter-sheet.module.css'
import { MarginNotes } from './margin-notes.tsx'
import type { Counted } from './note-words.ts'

const mmPerPoint = 25.4 / 72

interface LetterSheetProps {
  editor: Editor
  category: Category
  language: Language
  institution: InstitutionView
  counted: Counted | undefined
}

/** Lengths in millimetres, as the style sheet of the printed page has them. */
function measuresOf({ window: envelope, font, paper }: InstitutionView): CSSProperties {
  const margins = envelope === 'din5008b' ? din5008Margins : defaultMargins
  return {
    '--page-w': paperSizes[paper].width,
    '--page-h': paperSizes[paper].height,
    '--left': margins.left,
    '--right': margins.right,
    '--bottom': margins.bottom,
    '--head-top': firstPage(envelope)?.headTop ?? 15,
    '--text-top': firstPage(envelope)?.textTop ?? 99,
    '--size': fontSizes[font] * mmPerPoint,
    '--letter': fontFamilies[font],
  } as CSSProperties
}

/** Page one of the letter, true to scale, with what the printer adds around the text. */
export function LetterSheet({ editor, category, language, institution, counted }: LetterSheetProps) {
  const { t } = useTranslation()
  const desk = useRef<HTMLDivElement>(null)
  return (
    <ScrollRegion
      className={styles.stage}
      label={t('letters.editor.page', { language: t(`people.languages.${language}`) })}
    >
      <div ref={desk} className={styles.desk} style={measuresOf(institution)}>
        <div className={styles.sheet} lang={language}>
          <Letterhead institution={institution} />
          <PageParts institution={institution} />
          <div className={styles.text}>
            <p className={styles.place}>
              {institution.city}, <Chip>{t('letters.page.today')}</Chip>
            </p>
            <EditorContent editor={editor} />
          </div>
          <p className={styles.foot}>
            <span>{institution.footer || institution.name}</span>
            <span>1</span>
          </p>
        </div>
        <MarginNotes {...{ editor, category, counted }} host={desk} />
      </div>
      <FieldSuggestList editor={editor} category={category} />
    </ScrollRegion>
  )
}

function Letterhead({ institution }: { institution: InstitutionView }) {
  const contact = [...institution.addressLines, institution.phone, institution.email].filter(Boolean)
  return (
    <div className={styles.letterhead}>
      {institution.logo && <img src={institution.logo} alt="" />}
      <div>
        <b style={institution.accent ? { color: institution.accent } : undefined}>{institution.name}</b>
        {institution.subtitle}
      </div>
      <div>
        {contact.map(line => (
          <span key={line}>{line}</span>
        ))}
      </div>
    </div>
  )
}

/** What stands on every letter and is not written here: shown as the chips that it is. */
function Chip({ children }: { children: string }) {
  return <span className={styles.fixed}>{children}</span>
}

/** Address and references, where the envelope's standard puts them; without a standard, where the French one does. */
function PageParts({ institution }: { institution: InstitutionView }) {
  const { t } = useTranslation()
  const layout = firstPage(institution.window)
  const place = layout ?? firstPage('nf')
  const box = place?.window
  if (!place || !box) return null
  // Lengths in millimetres; a phone's style sheet leaves them out.
  const boxed = {
    '--x': box.left,
    '--y': box.top,
    '--w': box.width,
    '--h': box.height,
    '--inset-x': place.addressInset.left,
    '--inset-y': place.addressInset.top,
  } as CSSProperties
  const referred = { '--x': place.references.left, '--y': place.references.top } as CSSProperties
  return (
    <>
      <div className={styles.window} data-none={!layout || undefined} style={boxed}>
        <Chip>{t('letters.page.names')}</Chip>
        <Chip>{t('letters.page.address')}</Chip>
        {layout && <small>{t('letters.page.window', { name: t(`letters.page.windows.${institution.window}`) })}</small>}
      </div>
      <p className={styles.references} style={referred}>
        {t('letters.page.student')} <Chip>{t('letters.page.studentNames')}</Chip>
        <br />
        {t('letters.page.contact')} <Chip>{t('letters.page.sender')}</Chip>
      </p>
    </>
  )
}
