import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { BrandMark } from '../../components/brand-mark.tsx'
import { FloatingLayer } from '../../components/floating-layer.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { changeLanguage, currentLanguage } from '../../lib/i18n/i18n.ts'
import { languages } from '../../lib/i18n/languages.ts'
import styles from './doorstep.module.css'

interface DoorstepProps {
  institution: string
  title: string
  wide?: boolean
  children: ReactNode
}

/** Pages before the shell: one sheet on the desk, the mark above it, the language beside it. */
export function Doorstep({ institution, title, wide, children }: DoorstepProps) {
  const { t } = useTranslation()
  return (
    <main className={styles.step} data-wide={wide || undefined}>
      <header className={styles.brand}>
        <BrandMark size={28} />
        <span className="cut">{institution || t('shell.appName')}</span>
        <span className="grow" />
        <fieldset className={styles.languages} aria-label={t('shell.language')}>
          {languages.map(language => (
            <button
              key={language}
              type="button"
              lang={language}
              aria-pressed={language === currentLanguage()}
              onClick={() => void changeLanguage(language)}
            >
              {language.toUpperCase()}
            </button>
          ))}
        </fieldset>
      </header>
      <Sheet className={styles.sheet}>
        <h1>{title}</h1>
        {children}
      </Sheet>
      <FloatingLayer />
    </main>
  )
}
