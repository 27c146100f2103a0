import { roleMay } from '@mailroom/contract'
import { useTranslation } from 'react-i18next'
import { useScheduledCount } from '../../features/dispatches/api.ts'
import { useLive } from '../../features/dispatches/live.ts'
import { usePeopleCounts } from '../../features/resources/api.ts'
import { useMe } from '../../features/users/api.ts'
import { useFormats } from '../../lib/formats.ts'
import { type NavEntry, type NavGroup, navGroups } from './nav-entries.ts'

export type Badge = { type: 'count'; text: string } | { type: 'dot'; text: string }

/** What this role sees of the navigation, with its words and its counts. */
export function useNav() {
  const { t } = useTranslation()
  const { number } = useFormats()
  const me = useMe()
  const counts = usePeopleCounts().data
  const scheduled = useScheduledCount().data
  const live = useLive()
  const groups = navGroups
    .map(group => ({
      ...group,
      entries: group.entries.filter(entry => !entry.access || roleMay(me.role, entry.access)),
    }))
    .filter(group => group.entries.length > 0)

  const labelOf = ({ id }: NavEntry): string => {
    if (id === 'student' || id === 'guardian' || id === 'teacher' || id === 'staff') return t(`people.kinds.${id}`)
    return id === 'letters' ? t('shell.nav.standardLetters') : t(`shell.nav.${id}`)
  }
  const headingOf = ({ id }: NavGroup): string | null => {
    if (id === 'top' || id === 'end') return null
    return t(`shell.nav.${id}`)
  }
  const badgeOf = ({ id }: NavEntry): Badge | null => {
    if (id === 'sending' && live && live.kept > 0) return { type: 'count', text: number(live.kept) }
    if (id === 'sending' && live?.sending) return { type: 'dot', text: t('shell.nav.inProgress') }
    if (id === 'scheduled' && scheduled) return { type: 'count', text: number(scheduled) }
    const kind = counts?.kinds[id as keyof typeof counts.kinds]
    return kind && kind.all > 0 ? { type: 'count', text: number(kind.all) } : null
  }
  return { groups, labelOf, headingOf, badgeOf }
}
