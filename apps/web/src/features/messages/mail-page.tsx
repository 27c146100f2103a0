import type { DispatchRow } from '@mailroom/contract'
import { Button } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Icon } from '../../components/icon.tsx'
import { LinkButton } from '../../components/link-button.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { SegmentBar } from '../../components/segment-bar.tsx'
import { Desk, Sheet } from '../../components/sheet.tsx'
import { useFormats } from '../../lib/formats.ts'
import { useShortcuts } from '../../lib/shortcuts.ts'
import { useLiveDispatches } from '../dispatches/api.ts'
import { DispatchState, segmentsOf } from '../dispatches/dispatch-state.tsx'
import { AccountMenu } from './account-menu.tsx'
import { useMailPerson, useSentMail } from './api.ts'
import styles from './mail.module.css'
import { MailPane } from './mail-pane.tsx'
import type { MailSearch } from './mail-search.ts'
import { MailToolbar } from './mail-toolbar.tsx'

const page = getRouteApi('/shell/mail')

/** Sent mail: the list, sorted and searched on the server, and beside it exactly what was sent. */
export function MailPage() {
  const { t } = useTranslation()
  const { moment } = useFormats()
  const search = page.useSearch()
  const navigate = page.useNavigate()
  const person = useMailPerson(search.person)
  const personName = person ? `${person.givenName} ${person.surname}`.trim() : ''
  const rows = useSentMail(search, personName)
  useLiveDispatches()
  const patch = (change: Partial<MailSearch>) =>
    void navigate({ search: now => ({ ...now, ...change }), replace: true })
  const open = (id: string | undefined) => patch({ open: id, message: undefined, part: id ? search.part : undefined })
  const close = () => open(undefined)
  useShortcuts({ Escape: close }, search.open !== undefined)
  return (
    <div className={styles.page} data-open={search.open !== undefined || undefined}>
      <PageHead
        title={t('mail.title')}
        actions={
          <LinkButton className="only-l" variant="filled" to="/compose" leftSection={<Icon name="pencil" />}>
            {t('mail.write')}
          </LinkButton>
        }
      >
        <AccountMenu
          account={search.account ?? 'all'}
          onAccount={account => patch({ account: account === 'all' ? undefined : account })}
        />
      </PageHead>
      <Desk>
        <Sheet as="div" className={styles.list}>
          <MailToolbar search={search} personName={personName} onPatch={patch} />
          <DataTable<DispatchRow>
            label={t('mail.listLabel')}
            columns={[
              {
                id: 'subject',
                title: t('mail.columns.subject'),
                sort: 'subject',
                primary: true,
                cell: row => <SubjectCell row={row} />,
                hint: row => row.subject,
              },
              {
                id: 'state',
                title: t('mail.columns.state'),
                width: 200,
                sort: 'state',
                cell: row => <StateCell row={row} />,
              },
              {
                id: 'sent',
                title: t('mail.columns.sent'),
                width: 88,
                align: 'end',
                sort: 'sent',
                cell: row => <span className={styles.date}>{moment(row.startsAt ?? row.createdAt)}</span>,
              },
            ]}
            rows={rows}
            rowHeight={56}
            rowId={row => row.id}
            rowName={row => row.subject}
            sort={{ by: search.sort ?? 'sent', direction: search.direction ?? 'desc' }}
            onSort={sort => patch({ sort: sort.by as MailSearch['sort'], direction: sort.direction })}
            openId={search.open}
            onOpen={row => open(row.id)}
            compact={row => ({
              title: <b className={styles.subject}>{row.subject}</b>,
              aside: moment(row.startsAt ?? row.createdAt),
              second: (
                <span className={styles.second}>
                  <DispatchState row={row} />
                  <SegmentBar segments={segmentsOf(row, 'row')} />
                </span>
              ),
            })}
            empty={
              <Empty
                searching={Boolean(search.search || search.from || search.to || search.person || search.view)}
                onClear={() => void navigate({ search: {} })}
              />
            }
          />
        </Sheet>
        {search.open ? (
          <MailPane key={search.open} id={search.open} search={search} onPatch={patch} onClose={close} />
        ) : (
          <Sheet className={`${styles.pane} only-l`} aria-label={t('mail.pane.message')}>
            <EmptyState icon="mail" title={t('mail.empty.choose')} />
          </Sheet>
        )}
      </Desk>
      <LinkButton
        className={`${styles.write} only-s`}
        variant="filled"
        to="/compose"
        leftSection={<Icon name="pencil" />}
      >
        {t('mail.writeShort')}
      </LinkButton>
    </div>
  )
}

function SubjectCell({ row }: { row: DispatchRow }) {
  const { t } = useTranslation()
  return (
    <>
      <span className={`${styles.subject} cut`}>{row.subject}</span>
      <span className={styles.by}>
        {row.author}
        {row.attachments && (
          <>
            <Icon name="clip" size={14} />
            <span className="sr">{t('mail.withAttachment')}</span>
          </>
        )}
      </span>
    </>
  )
}

function StateCell({ row }: { row: DispatchRow }) {
  return (
    <span className={styles.state}>
      <DispatchState row={row} />
      <SegmentBar segments={segmentsOf(row, 'row')} />
    </span>
  )
}

function Empty({ searching, onClear }: { searching: boolean; onClear: () => void }) {
  const { t } = useTranslation()
  if (searching) {
    return (
      <EmptyState
        icon="search"
        title={t('mail.empty.none')}
        action={<Button onClick={onClear}>{t('mail.clear')}</Button>}
      >
        {t('mail.empty.noneWords')}
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon="mail"
      title={t('mail.empty.title')}
      action={<LinkButton to="/compose">{t('mail.write')}</LinkButton>}
    >
      {t('mail.empty.words')}
    </EmptyState>
  )
}
