import { Outlet, useNavigate, useRouterState } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FloatingLayer } from '../../components/floating-layer.tsx'
import { useAccountPreferences } from '../../features/users/account-preferences.ts'
import { useShortcuts } from '../../lib/shortcuts.ts'
import { CommandPalette } from './command-palette.tsx'
import { DemoLine } from './demo-line.tsx'
import { NavDrawer, SideNav } from './nav.tsx'
import styles from './shell.module.css'
import { ShortcutsDialog } from './shortcuts-dialog.tsx'
import { TopBar } from './top-bar.tsx'

/** The one shell: top bar 52, navigation 216 (60 under 1100, drawer under 768), the page on the desk. */
export function Shell() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [palette, setPalette] = useState(false)
  const [help, setHelp] = useState(false)
  const [drawer, setDrawer] = useState(false)
  const path = useRouterState({ select: state => state.location.pathname })
  useAccountPreferences()
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page closes the drawer
  useEffect(() => setDrawer(false), [path])
  useShortcuts({
    'mod+k': () => setPalette(true),
    '?': () => setHelp(true),
    c: () => void navigate({ to: '/compose' }),
  })
  return (
    // The letter editor needs the width: its navigation is the rail of narrow screens.
    <div className={styles.app} data-rail={path.startsWith('/letters/') || undefined}>
      <a className={styles.skip} href="#main">
        {t('shell.skip')}
      </a>
      <TopBar onMenu={() => setDrawer(true)} onFind={() => setPalette(true)} onHelp={() => setHelp(true)} />
      <SideNav />
      <main id="main" className={styles.main} tabIndex={-1}>
        <DemoLine />
        <Outlet />
        <FloatingLayer />
      </main>
      <NavDrawer opened={drawer} onClose={() => setDrawer(false)} />
      <CommandPalette opened={palette} onClose={() => setPalette(false)} />
      <ShortcutsDialog opened={help} onClose={() => setHelp(false)} />
    </div>
  )
}
