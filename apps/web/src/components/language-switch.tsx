import { useTranslation } from 'react-i18next'
import { currentLanguage } from '../lib/i18n/i18n.ts'
import { type Language, languages } from '../lib/i18n/languages.ts'
import { Segmented } from './segmented.tsx'

interface LanguageSwitchProps {
  onSwitch: (language: Language) => void
  className?: string
}

/** EN or FR: the language of the interface, never that of the letters. */
export function LanguageSwitch({ onSwitch, className }: LanguageSwitchProps) {
  const { t } = useTranslation()
  return (
    <Segmented
      small
      className={className}
      label={t('shell.language')}
      items={languages.map(id => ({ id, label: id.toUpperCase(), lang: id }))}
      value={currentLanguage()}
      onChange={onSwitch}
    />
  )
}
