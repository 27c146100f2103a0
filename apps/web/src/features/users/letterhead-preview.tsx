import '@fontsource/atkinson-hyperlegible/400.css'
import '@fontsource/atkinson-hyperlegible/700.css'
import '@fontsource/source-sans-3/400.css'
import '@fontsource/source-sans-3/700.css'
import '@fontsource/source-serif-4/400.css'
import '@fontsource/source-serif-4/700.css'
import type { InstitutionView } from '@mailroom/contract'
import { useTranslation } from 'react-i18next'
import { PagePaper, type WindowBox } from '../../components/page-paper.tsx'
import { useFormats } from '../../lib/formats.ts'
import styles from './institution.module.css'

/** Windows in millimetres from the top left corner of the page. */
const boxes = {
  nf: { left: 110, top: 55, width: 85, height: 33 },
  din5008b: { left: 20, top: 45, width: 85, height: 45 },
}
const fonts = {
  'source-serif': '"Source Serif 4"',
  'source-sans': '"Source Sans 3"',
  atkinson: '"Atkinson Hyperlegible"',
}

/** Page one of a letter on the bare desk, true to scale, as the form stands. */
export function LetterheadPreview({ value }: { value: InstitutionView }) {
  const { t } = useTranslation()
  const { longDay } = useFormats()
  const box = value.window === 'none' ? null : boxes[value.window]
  const window: WindowBox | null = box && {
    ...box,
    label: t('users.institution.windowLabel', { size: `${box.width} × ${box.height} mm` }),
  }
  const place = box ?? { left: 20, top: 50, width: 85 }
  const mm = (length: number) => `calc(${length} * var(--mm))`
  const sample = (name: 'name' | 'street' | 'town' | 'subject' | 'greeting') => t(`users.institution.sample.${name}`)
  return (
    <aside className={styles.preview} aria-label={t('users.institution.preview')}>
      <h2>{t('users.institution.preview')}</h2>
      <PagePaper label={t('users.institution.preview')} paper={value.paper} window={window} maxWidth={460}>
        <div className={styles.letterhead} style={{ fontFamily: fonts[value.font] }}>
          {value.logo && <img src={value.logo} alt="" />}
          <div>
            <b>{value.name}</b>
            <span>{value.subtitle}</span>
          </div>
          <div>
            {[...value.addressLines, value.phone].filter(Boolean).map(line => (
              <span key={line}>{line}</span>
            ))}
          </div>
        </div>
        <div
          className={styles.recipient}
          style={{
            fontFamily: fonts[value.font],
            left: mm(place.left + 5),
            top: mm(place.top + 6),
            width: mm(place.width - 10),
          }}
        >
          {sample('name')}
          <br />
          {sample('street')}
          <br />
          {sample('town')}
        </div>
        <div className={styles.letterText} style={{ fontFamily: fonts[value.font] }}>
          <p>{[value.city, longDay(new Date())].filter(Boolean).join(', ')}</p>
          <p>
            <b>{sample('subject')}</b>
          </p>
          <p>{sample('greeting')}</p>
        </div>
        <div className={styles.letterFoot} style={{ fontFamily: fonts[value.font] }}>
          {value.footer}
        </div>
      </PagePaper>
    </aside>
  )
}
