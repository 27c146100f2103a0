import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './action-bar.module.css'
import { IconButton } from './icon-button.tsx'

interface ActionBarProps {
  /** "28 selected": also names the toolbar. */
  count: string
  /** What would come of it: "24 by e-mail, 4 on paper". */
  outcome?: string | undefined
  primary: ReactNode
  /** Quiet buttons; they leave first when the sheet is narrow. */
  children?: ReactNode
  /** The "more" menu. */
  more?: ReactNode
  onClear: () => void
}

/** Floats 16 above the sheet's foot over a fade while something is selected; the screen's filled button moves here. */
export function ActionBar({ count, outcome, primary, children, more, onClear }: ActionBarProps) {
  const { t } = useTranslation()
  return (
    <>
      <div className={styles.fade} aria-hidden="true" />
      <div className={styles.bar} role="toolbar" aria-label={count}>
        <p className={styles.sum} role="status">
          <b>{count}</b>
          {outcome && (
            <span>
              <i> · </i>
              {outcome}
            </span>
          )}
        </p>
        <hr />
        <div className={styles.actions}>
          {primary}
          {children}
          {more}
        </div>
        <hr />
        <IconButton className={styles.clear} icon="close" label={t('parts.clearSelection')} onClick={onClear} />
      </div>
    </>
  )
}
