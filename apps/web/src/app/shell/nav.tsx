import { Drawer } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../components/icon.tsx'
import styles from './nav.module.css'
import type { NavEntry, NavGroup } from './nav-entries.ts'
import { type Badge, useNav } from './use-nav.ts'

export function SideNav() {
  const { t } = useTranslation()
  return (
    <nav className={styles.nav} aria-label={t('shell.sections')}>
      <NavList />
    </nav>
  )
}

/** On phones the same navigation slides in from the left. */
export function NavDrawer({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      size={288}
      padding={0}
      title={<span className="sr">{t('shell.sections')}</span>}
      closeButtonProps={{ 'aria-label': t('parts.close') }}
      classNames={{ content: styles.drawer, header: styles.drawerHead }}
    >
      <nav className={styles.drawerNav} aria-label={t('shell.sections')}>
        <NavList />
      </nav>
    </Drawer>
  )
}

function NavList() {
  const { groups, labelOf, headingOf, badgeOf } = useNav()
  return groups.map(group => (
    <NavSection key={group.id} group={group} heading={headingOf(group)} labelOf={labelOf} badgeOf={badgeOf} />
  ))
}

interface NavSectionProps {
  group: NavGroup
  heading: string | null
  labelOf: (entry: NavEntry) => string
  badgeOf: (entry: NavEntry) => Badge | null
}

function NavSection({ group, heading, labelOf, badgeOf }: NavSectionProps) {
  return (
    <div className={group.id === 'end' ? styles.end : undefined}>
      {heading && <h2>{heading}</h2>}
      {group.entries.map(entry => {
        const label = labelOf(entry)
        return (
          <Link
            key={entry.id}
            to={entry.to}
            title={label}
            className={styles.link}
            activeOptions={{ exact: entry.to === '/', includeSearch: false }}
            activeProps={{ 'aria-current': 'page' }}
          >
            <Icon name={entry.icon} />
            <span className={styles.label}>{label}</span>
            <NavBadge badge={badgeOf(entry)} />
          </Link>
        )
      })}
    </div>
  )
}

function NavBadge({ badge }: { badge: Badge | null }) {
  if (!badge) return null
  if (badge.type === 'count') return <span className={styles.count}>{badge.text}</span>
  return (
    <span className={styles.dot}>
      <span className="sr">{badge.text}</span>
    </span>
  )
}
