import type { SendingSettings } from '@mailroom/contract'
import { Button, Menu, Modal } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { TextField } from '../../components/form/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { asApiError } from '../../lib/api-error.ts'
import { useFormats } from '../../lib/formats.ts'
import { useAddDomain, useRemoveDomain } from './api.ts'
import styles from './sending.module.css'

type Domain = SendingSettings['domains'][number]

/** The domain that is being typed; `typed` is null while the line is closed. */
export function useDomainDraft() {
  const { t } = useTranslation()
  const [typed, setTyped] = useState<string | null>(null)
  const add = useAddDomain()
  /** Adds what is typed; `next` is not reached when it is refused. */
  const submit = (next?: () => void) =>
    add.mutate(typed ?? '', {
      onSuccess: ({ domain }) => {
        setTyped('')
        notifications.show({ message: t('sending.domains.added', { domain: domain.display }) })
        next?.()
      },
    })
  return { typed, setTyped, submit, busy: add.isPending, error: add.error }
}
type DomainDraft = ReturnType<typeof useDomainDraft>

interface DomainsSectionProps {
  settings: SendingSettings
  senderName: string
  draft: DomainDraft
}

/** Saved one by one, apart from the form: adding a domain takes effect for the next e-mail. */
export function DomainsSection({ settings, senderName, draft }: DomainsSectionProps) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const [showOutside, setShowOutside] = useState(false)
  const [removing, setRemoving] = useState<Domain | null>(null)
  const { users, domains } = settings
  const outside = { count: users.outside, shown: number(users.outside), total: number(users.total) }
  return (
    <section className={styles.block} style={{ gap: 4 }}>
      <h2>
        {t('sending.domains.title')}
        {users.outside > 0 && (
          <button type="button" className="lk" onClick={() => setShowOutside(true)}>
            {users.outside === users.total ? t('sending.domains.allOutside') : t('sending.domains.outside', outside)}
          </button>
        )}
      </h2>
      {domains.length > 0 && <DomainTable domains={domains} onRemove={setRemoving} />}
      {domains.length === 0 && <p className={styles.crumb}>{t('sending.domains.none')}</p>}
      <AddDomain draft={draft} />
      <Modal
        opened={showOutside}
        onClose={() => setShowOutside(false)}
        title={t('sending.domains.outsideTitle')}
        closeButtonProps={{ 'aria-label': t('parts.close') }}
      >
        <div className={styles.dialog}>
          <p>{t('sending.domains.outsideWords', { sender: senderName })}</p>
          <ul>
            {users.outsideNames.map(name => (
              <li key={name}>{name}</li>
            ))}
          </ul>
        </div>
      </Modal>
      {removing && <RemoveDomain domain={removing} senderName={senderName} onClose={() => setRemoving(null)} />}
    </section>
  )
}

function DomainTable({ domains, onRemove }: { domains: Domain[]; onRemove: (domain: Domain) => void }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  return (
    <table className={styles.domains} aria-label={t('sending.domains.title')}>
      <tbody>
        {domains.map(domain => (
          <tr key={domain.id}>
            <th scope="row">
              <b>{domain.display}</b> {domain.domain.startsWith('.') && <span>{t('sending.domains.subdomains')}</span>}
            </th>
            <td>{t('sending.domains.users', { count: domain.users, shown: number(domain.users) })}</td>
            <td>
              <Menu>
                <Menu.Target>
                  <IconButton
                    icon="more"
                    label={t('sending.domains.actions', { domain: domain.display })}
                    tooltip={false}
                  />
                </Menu.Target>
                <Menu.Dropdown>
                  <Menu.Item data-danger leftSection={<Icon name="trash" />} onClick={() => onRemove(domain)}>
                    {t('sending.domains.remove')}
                  </Menu.Item>
                </Menu.Dropdown>
              </Menu>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** The creation line. Enter adds; the page's own Save stays out of it. */
function AddDomain({ draft: { typed, setTyped, submit, busy, error } }: { draft: DomainDraft }) {
  const { t } = useTranslation()
  if (typed === null) {
    return (
      <button type="button" className={styles.addButton} onClick={() => setTyped('')}>
        <Icon name="plus" />
        {t('sending.domains.add')}
      </button>
    )
  }
  return (
    <div className={styles.addDomain}>
      <TextField
        autoFocus
        aria-label={t('sending.domains.label')}
        placeholder={t('sending.domains.placeholder')}
        value={typed}
        error={error ? [asApiError(error).message, asApiError(error).hint].filter(Boolean).join(' ') : undefined}
        onText={setTyped}
        onKeyDown={event => {
          if (event.key === 'Escape') setTyped(null)
          if (event.key !== 'Enter') return
          event.preventDefault()
          submit()
        }}
      />
      <Button size="md" loading={busy} onClick={() => submit()}>
        {t('parts.add')}
      </Button>
    </div>
  )
}

function RemoveDomain({ domain, senderName, onClose }: { domain: Domain; senderName: string; onClose: () => void }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const remove = useRemoveDomain()
  return (
    <ConfirmDialog
      opened
      danger
      onClose={onClose}
      title={t('sending.domains.removeTitle', { domain: domain.display })}
      confirmLabel={t('sending.domains.remove')}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate(domain.id, { onSuccess: onClose })}
    >
      <p>
        {t('sending.domains.removeWords', { count: domain.users, shown: number(domain.users), sender: senderName })}
      </p>
    </ConfirmDialog>
  )
}
