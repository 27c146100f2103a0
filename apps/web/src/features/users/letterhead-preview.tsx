import '@fontsource/atkinson-hyperlegible/400.css'
import '@fontsource/atkinson-hyperlegible/700.css'
import '@fontsource/source-sans-3/400.css'
import '@fontsource/source-sans-3/700.css'
import '@fontsource/source-serif-4/400.css'
import '@fontsource/source-serif-4/700.css'
import type { InstitutionView } from '@mailroom/contract'
import { fontFamilies, letterheadColourFault, placeAndDate } from '@mailroom/letter'
import { useTranslation } from 'react-i18next'
import { PagePaper, type WindowBox } from '../../components/page-paper.tsx'
import { useFormats } from '../../lib/formats.ts'
import { currentLanguage } from '../../lib/i18n/i18n.ts'
import styles from './institution.module.css'

/** Windows in millimetres from the top left corner of the page. */
const boxes = {
  nf: { left: 110, top: 55, width: 85, height: 33 },
  din5008b: { left: 20, top: 45, width: 85, height: 45 },
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
  // A colour that would be refused is not shown: the letter would not have it either.
  const colour = letterheadColourFault(value.accent) ? undefined : { color: value.accent }
  const sample = (name: 'name' | 'street' | 'town' | 'subject' | 'greeting' | 'closing') =>
    t(`users.institution.sample.${name}`)
  return (
    <aside className={styles.preview} aria-label={t('users.institution.preview')}>
      <h2>{t('users.institution.preview')}</h2>
      <PagePaper label={t('users.institution.preview')} paper={value.paper} window={window} maxWidth={460}>
        <div className={styles.letterhead} style={{ fontFamily: fontFamilies[value.font] }}>
          {value.logo && <img src={value.logo} alt="" />}
          <div>
            <b style={colour}>{value.name}</b>
            <span>{value.subtitle}</span>
          </div>
          <div>
            {[...value.addressLines, value.phone, value.email].filter(Boolean).map(line => (
              <span key={line}>{line}</span>
            ))}
          </div>
        </div>
        <div
          className={styles.recipient}
          style={{
            fontFamily: fontFamilies[value.font],
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
        <div className={styles.letterText} style={{ fontFamily: fontFamilies[value.font] }}>
          <p className={styles.half}>{placeAndDate(value.city, longDay(new Date()), currentLanguage())}</p>
          <p>
            <b>{sample('subject')}</b>
          </p>
          <p>{sample('greeting')}</p>
          <p>{sample('closing')}</p>
          {value.headName && (
            <p className={styles.half}>
              {value.headName}
              <br />
              {value.headTitle || t('users.institution.headSample')}
            </p>
          )}
        </div>
        <div className={styles.letterFoot} style={{ fontFamily: fontFamilies[value.font] }}>
          {value.footer || [value.name, value.email].filter(Boolean).join(' · ')}
        </div>
      </PagePaper>
    </aside>
  )
}
