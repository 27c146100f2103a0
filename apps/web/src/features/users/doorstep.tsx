import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { BrandMark } from '../../components/brand-mark.tsx'
import { FloatingLayer } from '../../components/floating-layer.tsx'
import { LanguageSwitch } from '../../components/language-switch.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { changeLanguage } from '../../lib/i18n/i18n.ts'
import type { Language } from '../../lib/i18n/languages.ts'
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
  const client = useQueryClient()
  // The server's words, such as those of the self-test, are asked for again in the new language.
  const switchTo = (language: Language) => void changeLanguage(language).then(() => client.invalidateQueries())
  return (
    <main className={styles.step} data-wide={wide || undefined}>
      <header className={styles.brand}>
        <BrandMark size={28} />
        <span className="cut">{institution || t('shell.appName')}</span>
        <span className="grow" />
        <LanguageSwitch onSwitch={switchTo} />
      </header>
      <Sheet className={styles.sheet}>
        <h1>{title}</h1>
        {children}
      </Sheet>
      <FloatingLayer />
    </main>
  )
}
