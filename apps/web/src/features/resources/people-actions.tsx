import { listPeople, type PersonKind, roleMay } from '@mailroom/contract'
import { Button, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ActionBar } from '../../components/action-bar.tsx'
import { Icon } from '../../components/icon.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { call } from '../../lib/api.ts'
import { useFormats } from '../../lib/formats.ts'
import { useMe } from '../users/api.ts'
import { useSelectionSummary } from './api.ts'
import styles from './people-actions.module.css'
import type { PeopleSearch } from './people-search.ts'
import { selections } from './selections.ts'

interface PeopleHeadActionsProps {
  kind: PersonKind
  search: PeopleSearch
  onCreate: () => void
}

/** Without a selection these act on the list as filtered; the filters travel in the address. */
export function PeopleHeadActions({ kind, search, onCreate }: PeopleHeadActionsProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const me = useMe()
  const { open: _open, ...filters } = search
  return (
    <>
      {roleMay(me.role, 'people.edit') && (
        <IconButton className="only-l" icon="plus" label={t('people.actions.create')} onClick={onCreate} />
      )}
      {roleMay(me.role, 'people.import') && (
        <Button
          className={`only-l ${styles.import}`}
          variant="subtle"
          leftSection={<Icon name="tray" />}
          aria-label={t('people.actions.import')}
          onClick={() => void navigate({ to: '/import', search: { kind } })}
        >
          <span className={styles.text}>{t('people.actions.import')}</span>
        </Button>
      )}
      <Button
        className="only-l"
        leftSection={<Icon name="pencil" />}
        onClick={() => void navigate({ to: '/compose', search: { kind, ...filters } })}
      >
        {t('people.actions.write')}
      </Button>
      <Button
        className="only-l"
        leftSection={<Icon name="print" />}
        onClick={() => void navigate({ to: '/dispatch/$kind', params: { kind }, search: filters })}
      >
        {t('people.actions.send')}
      </Button>
    </>
  )
}

interface PeopleActionBarProps {
  kind: PersonKind
  selected: ReadonlySet<string>
  onPreferences: () => void
}

export function PeopleActionBar({ kind, selected, onPreferences }: PeopleActionBarProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const me = useMe()
  const outcome = useOutcomeWords(kind, selected)
  const copy = useCopyAddresses(kind, selected)
  if (selected.size === 0) return null
  return (
    <ActionBar
      count={t('people.selected', { count: selected.size })}
      outcome={outcome}
      onClear={() => selections[kind].clear()}
      primary={
        <Button
          variant="filled"
          leftSection={<Icon name="print" />}
          onClick={() => void navigate({ to: '/dispatch/$kind', params: { kind }, search: {} })}
        >
          {t('people.actions.send')}
        </Button>
      }
      more={
        <Menu position="top-end">
          <Menu.Target>
            <IconButton icon="more" label={t('parts.more')} tooltip={false} />
          </Menu.Target>
          <Menu.Dropdown>
            {roleMay(me.role, 'people.edit') && (
              <Menu.Item className="only-s" leftSection={<Icon name="sliders" />} onClick={onPreferences}>
                {t('people.actions.preferences')}
              </Menu.Item>
            )}
            <Menu.Item leftSection={<Icon name="copy" />} onClick={copy}>
              {t('people.actions.copyAddresses')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      }
    >
      <Button
        variant="subtle"
        leftSection={<Icon name="pencil" />}
        onClick={() => void navigate({ to: '/compose', search: { kind } })}
      >
        {t('people.actions.write')}
      </Button>
      {roleMay(me.role, 'people.edit') && (
        <Button
          className={`only-l ${styles.preferences}`}
          variant="subtle"
          leftSection={<Icon name="sliders" />}
          aria-label={t('people.actions.preferences')}
          onClick={onPreferences}
        >
          <span className={styles.text}>{t('people.actions.preferences')}</span>
        </Button>
      )}
    </ActionBar>
  )
}

function useOutcomeWords(kind: PersonKind, selected: ReadonlySet<string>): string | undefined {
  const { t } = useTranslation()
  const { number } = useFormats()
  const summary = useSelectionSummary(kind, selected)
  if (!summary) return undefined
  const parts = (['email', 'paper', 'unreachable'] as const)
    .filter(part => summary[part] > 0)
    .map(part => t(`people.outcome.${part}`, { shown: number(summary[part]) }))
  return parts.join(', ')
}

/** Walks the list page by page, keeping the selected ones: the summary knows counts, not addresses. */
function useCopyAddresses(kind: PersonKind, selected: ReadonlySet<string>): () => void {
  const { t } = useTranslation()
  return () =>
    void collectAddresses(kind, selected).then(async addresses => {
      await navigator.clipboard.writeText(addresses.join(', '))
      notifications.show({ message: t('people.actions.copied', { count: addresses.length }) })
    })
}

async function collectAddresses(kind: PersonKind, selected: ReadonlySet<string>): Promise<string[]> {
  const found: string[] = []
  for (let offset = 0; ; offset += 500) {
    const page = await call(listPeople, { params: { kind }, query: { offset, limit: 500 } })
    for (const row of page.rows) if (selected.has(row.id) && row.email) found.push(row.email)
    if (offset + 500 >= page.total) return found
  }
}
