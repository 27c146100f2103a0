import { type EnvelopeWindow, firstPage, type Paper, paperSizes } from '@mailroom/letter'
import { useElementSize } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import { PagePaper } from '../../../components/page-paper.tsx'
import styles from './frames.module.css'
import { withLetterFonts } from './letter-fonts.ts'

const pixelsPerMm = 96 / 25.4

interface PaperFrameProps {
  /** A complete page, its measures in millimetres. */
  html: string
  title: string
  paper?: Paper
  /** The envelope to lay over the page; `none` draws nothing. */
  window?: EnvelopeWindow
}

/** The page that would be printed, true to scale at any width. The frame is laid out at full size, then scaled. */
export function PaperFrame({ html, title, paper = 'A4', window = 'none' }: PaperFrameProps) {
  const { t } = useTranslation()
  const { ref, width } = useElementSize<HTMLDivElement>()
  const size = { width: paperSizes[paper].width * pixelsPerMm, height: paperSizes[paper].height * pixelsPerMm }
  const box = firstPage(window)?.window
  return (
    <div ref={ref} className={styles.paper}>
      <PagePaper
        label={title}
        paper={paper}
        maxWidth={2000}
        window={box ? { ...box, label: t('mail.window', { width: box.width, height: box.height }) } : null}
      >
        {width > 0 && (
          <iframe
            className={styles.page}
            title={title}
            // Same origin, so that the fonts may be fetched; still no scripts.
            sandbox="allow-same-origin"
            srcDoc={withLetterFonts(html)}
            tabIndex={-1}
            style={{ width: size.width, height: size.height, transform: `scale(${width / size.width})` }}
          />
        )}
      </PagePaper>
    </div>
  )
}
