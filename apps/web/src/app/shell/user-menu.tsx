import { Menu, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../components/icon.tsx'
import { useSwitchLanguage } from '../../features/users/account-preferences.ts'
import { useMe, useSignOut, useUpdateMe } from '../../features/users/api.ts'
import { currentLanguage } from '../../lib/i18n/i18n.ts'
import { initialsOf } from '../../lib/names.ts'
import styles from './shell.module.css'

export function UserMenu({ onHelp }: { onHelp: () => void }) {
  const { t } = useTranslation()
  const me = useMe()
  const navigate = useNavigate()
  const signOut = useSignOut()
  return (
    <Menu width={232}>
      <Menu.Target>
        <button type="button" className={styles.me}>
          <i className={styles.avatar} aria-hidden="true" data-initials={initialsOf(me.name)} />
          <span>
            {me.name}
            <span className="sr">, {t(`shell.roles.${me.role}`)}</span>
          </span>
          <Icon name="down" size={16} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t(`shell.roles.${me.role}`)}</Menu.Label>
        <Menu.Item leftSection={<Icon name="user" />} onClick={() => void navigate({ to: '/account' })}>
          {t('shell.nav.account')}
        </Menu.Item>
        <PhoneItems onHelp={onHelp} />
        <Menu.Divider />
        <Menu.Item leftSection={<Icon name="exit" />} onClick={() => signOut.mutate()}>
          {t('shell.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

/** What the top bar has no room for on a phone. */
function PhoneItems({ onHelp }: { onHelp: () => void }) {
  const { t } = useTranslation()
  const switchTo = useSwitchLanguage()
  const update = useUpdateMe()
  const { setColorScheme } = useMantineColorScheme()
  const scheme = useComputedColorScheme('light')
  const next = scheme === 'dark' ? 'light' : 'dark'
  const other = currentLanguage() === 'fr' ? 'en' : 'fr'
  return (
    <div className={styles.phoneItems}>
      <Menu.Item leftSection={<Icon name="globe" />} onClick={() => switchTo(other)}>
        {other === 'fr' ? t('shell.palette.toFrench') : t('shell.palette.toEnglish')}
      </Menu.Item>
      <Menu.Item
        leftSection={<Icon name={next === 'dark' ? 'moon' : 'sun'} />}
        onClick={() => {
          setColorScheme(next)
          update.mutate({ theme: next })
        }}
      >
        {next === 'dark' ? t('shell.toDark') : t('shell.toLight')}
      </Menu.Item>
      <Menu.Item leftSection={<Icon name="help" />} onClick={onHelp}>
        {t('shell.help')}
      </Menu.Item>
    </div>
  )
}
