import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { BrandMark } from '../../components/brand-mark.tsx'
import { Icon } from '../../components/icon.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { useSwitchLanguage } from '../../features/users/account-preferences.ts'
import { useSession, useUpdateMe } from '../../features/users/api.ts'
import { currentLanguage } from '../../lib/i18n/i18n.ts'
import { languages } from '../../lib/i18n/languages.ts'
import { HealthSign } from './health-sign.tsx'
import { SendingIndicator } from './sending-indicator.tsx'
import styles from './shell.module.css'
import { UserMenu } from './user-menu.tsx'

interface TopBarProps {
  onMenu: () => void
  onFind: () => void
  onHelp: () => void
}

export function TopBar({ onMenu, onFind, onHelp }: TopBarProps) {
  const { t } = useTranslation()
  const { institution } = useSession()
  return (
    <header className={styles.top}>
      <IconButton className="only-s" icon="menu" label={t('shell.menu')} tooltip={false} onClick={onMenu} />
      <Link to="/" className={styles.home} aria-label={t('shell.home', { institution: institution.name })}>
        <BrandMark />
        <span className="cut">{institution.name}</span>
      </Link>
      <button type="button" className={styles.find} aria-keyshortcuts="Control+K" onClick={onFind}>
        <Icon name="search" />
        <span className="grow cut">{t('shell.find')}</span>
        <kbd className="kbd">Ctrl K</kbd>
      </button>
      <span className="grow only-l" />
      <SendingIndicator />
      <HealthSign />
      <IconButton className="only-l" icon="help" label={t('shell.help')} onClick={onHelp} />
      <LanguageSwitch />
      <ThemeButton />
      <UserMenu onHelp={onHelp} />
    </header>
  )
}

function LanguageSwitch() {
  const { t } = useTranslation()
  const switchTo = useSwitchLanguage()
  return (
    <fieldset className={`${styles.lang} only-l`} aria-label={t('shell.language')}>
      {languages.map(language => (
        <button
          key={language}
          type="button"
          lang={language}
          aria-pressed={language === currentLanguage()}
          onClick={() => switchTo(language)}
        >
          {language.toUpperCase()}
        </button>
      ))}
    </fieldset>
  )
}

function ThemeButton() {
  const { t } = useTranslation()
  const { setColorScheme } = useMantineColorScheme()
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false })
  const update = useUpdateMe()
  const next = scheme === 'dark' ? 'light' : 'dark'
  const flip = () => {
    setColorScheme(next)
    update.mutate({ theme: next })
  }
  return (
    <IconButton
      className="only-l"
      icon={scheme === 'dark' ? 'sun' : 'moon'}
      label={next === 'dark' ? t('shell.toDark') : t('shell.toLight')}
      onClick={flip}
    />
  )
}
