import { Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { Icon } from '../../components/icon.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { asApiError } from '../../lib/api-error.ts'
import type { UserRow } from './api.ts'
import { useRenewInvitation, useUpdateUser } from './api.ts'
import { InvitationLink } from './invitation-link.tsx'

export function UserActions({ user, onEdit }: { user: UserRow; onEdit: () => void }) {
  const { t } = useTranslation()
  const renew = useRenewInvitation()
  const update = useUpdateUser()
  const [closing, setClosing] = useState(false)
  const setStatus = (status: 'active' | 'disabled') =>
    update.mutate(
      { id: user.id, body: { name: user.name, role: user.role, status, personId: user.person?.id ?? null } },
      { onSuccess: () => setClosing(false) },
    )
  const renewLink = () =>
    renew.mutate(user.id, { onError: error => notifications.show({ message: asApiError(error).message }) })
  return (
    <>
      <Menu>
        <Menu.Target>
          <IconButton icon="more" size="sm" label={`${t('parts.more')}: ${user.name}`} tooltip={false} />
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Icon name="pencil" />} onClick={onEdit}>
            {t('parts.edit')}
          </Menu.Item>
          {user.status === 'invited' && (
            <Menu.Item leftSection={<Icon name="link" />} onClick={renewLink}>
              {t('users.list.renew')}
            </Menu.Item>
          )}
          {user.status === 'disabled' ? (
            <Menu.Item leftSection={<Icon name="ok" />} onClick={() => setStatus('active')}>
              {t('users.list.enable')}
            </Menu.Item>
          ) : (
            <Menu.Item data-danger leftSection={<Icon name="refused" />} onClick={() => setClosing(true)}>
              {t('users.list.disable')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={closing}
        danger
        onClose={() => setClosing(false)}
        title={t('users.list.disableTitle', { name: user.name })}
        confirmLabel={t('users.list.disable')}
        busy={update.isPending}
        error={update.error}
        onConfirm={() => setStatus('disabled')}
      >
        <p>{t('users.list.disableWords')}</p>
      </ConfirmDialog>
      {renew.data && (
        <InvitationLink
          name={user.name}
          email={user.email}
          link={renew.data.link}
          mailed={renew.data.mailed}
          onClose={renew.reset}
        />
      )}
    </>
  )
}
