import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { BrandMark } from '../../components/brand-mark.tsx'
import { Icon } from '../../components/icon.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { LanguageSwitch } from '../../components/language-switch.tsx'
import { useSwitchLanguage } from '../../features/users/account-preferences.ts'
import { useSession, useUpdateMe } from '../../features/users/api.ts'
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
  const switchTo = useSwitchLanguage()
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
      <LanguageSwitch className={`${styles.lang} only-l`} onSwitch={switchTo} />
      <ThemeButton />
      <UserMenu onHelp={onHelp} />
    </header>
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
