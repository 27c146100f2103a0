import { roleMay } from '@mailroom/contract'
import { useDebouncedValue } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { IconName } from '../../components/icon.tsx'
import { usePeopleSearch } from '../../features/resources/api.ts'
import { useSwitchLanguage } from '../../features/users/account-preferences.ts'
import { useMe } from '../../features/users/api.ts'
import { useNav } from './use-nav.ts'

export interface Command {
  id: string
  label: string
  detail?: string
  icon: IconName
  run: () => void
}

export interface CommandGroup {
  title: string
  commands: Command[]
}

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Pages and actions that match, then people found on the server. */
export function useCommands(query: string): CommandGroup[] {
  const { t } = useTranslation()
  const [settled] = useDebouncedValue(query.trim(), 180)
  const pages = usePageCommands()
  const actions = useActionCommands()
  const people = usePeopleCommands(settled)
  const wanted = plain(query.trim())
  const matching = (commands: Command[]) => commands.filter(command => plain(command.label).includes(wanted))
  return [
    { title: t('shell.palette.people'), commands: people },
    { title: t('shell.palette.go'), commands: matching(pages) },
    { title: t('shell.palette.actions'), commands: matching(actions) },
  ].filter(group => group.commands.length > 0)
}

function usePageCommands(): Command[] {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const me = useMe()
  const { groups, labelOf } = useNav()
  const entries = groups.flatMap(group => group.entries)
  const pages = entries.map(entry => ({
    id: `go-${entry.id}`,
    label: labelOf(entry),
    icon: entry.icon,
    run: () => void navigate({ to: entry.to }),
  }))
  if (!roleMay(me.role, 'institution.manage')) return pages
  const admin = [
    { id: 'sending', label: t('sending.title'), icon: 'server' },
    { id: 'accounts', label: t('accounts.title'), icon: 'mail' },
    { id: 'users', label: t('users.list.title'), icon: 'shield' },
    { id: 'institution', label: t('users.institution.title'), icon: 'school' },
    { id: 'health', label: t('health.title'), icon: 'ok' },
  ] as const
  return [
    ...pages,
    ...admin.map(page => ({
      ...page,
      id: `admin-${page.id}`,
      run: () => void navigate({ to: `/administration/${page.id}` }),
    })),
  ]
}

function useActionCommands(): Command[] {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const me = useMe()
  const switchTo = useSwitchLanguage()
  const all: (Command & { may: boolean })[] = [
    {
      id: 'write',
      label: t('shell.palette.write'),
      icon: 'pencil',
      may: true,
      run: () => void navigate({ to: '/compose' }),
    },
    {
      id: 'import',
      label: t('shell.palette.importPeople'),
      icon: 'tray',
      may: roleMay(me.role, 'people.import'),
      run: () => void navigate({ to: '/import' }),
    },
    {
      id: 'english',
      label: t('shell.palette.toEnglish'),
      icon: 'globe',
      may: me.language !== 'en',
      run: () => switchTo('en'),
    },
    {
      id: 'french',
      label: t('shell.palette.toFrench'),
      icon: 'globe',
      may: me.language !== 'fr',
      run: () => switchTo('fr'),
    },
  ]
  return all.filter(command => command.may)
}

function usePeopleCommands(search: string): Command[] {
  const { t } = useTranslation()
  const navigate = useNavigate()
  return usePeopleSearch(search).map(({ kind, row }) => ({
    id: `${kind}-${row.id}`,
    label: `${row.surname} ${row.givenName}`,
    detail: [t(`people.one.${kind}`), row.classes.join(', ')].filter(Boolean).join(' · '),
    icon: kind,
    run: () =>
      void navigate({
        to: '/people/$kind',
        params: { kind },
        search: { open: row.id, search: `${row.surname} ${row.givenName}` },
      }),
  }))
}
