import { Button, Modal } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import { TextField } from '../../components/form/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { Note } from '../../components/note.tsx'
import styles from './users.module.css'

interface InvitationLinkProps {
  name: string
  email: string
  link: string
  mailed: boolean
  onClose: () => void
}

/** Shown once: the server keeps only its hash. */
export function InvitationLink({ name, email, link, mailed, onClose }: InvitationLinkProps) {
  const { t } = useTranslation()
  const clipboard = useClipboard({ timeout: 2000 })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('users.link.title', { name })}
      closeButtonProps={{ 'aria-label': t('parts.close') }}
    >
      <div className={styles.dialog}>
        <Note
          tone={mailed ? 'ok' : 'warn'}
          icon={mailed ? 'send' : 'warn'}
          title={mailed ? t('users.link.mailed', { email }) : t('users.link.notMailed')}
        />
        <div className={styles.link}>
          <TextField
            readOnly
            aria-label={t('users.link.title', { name })}
            value={link}
            onFocus={event => event.currentTarget.select()}
          />
          <Button
            size="md"
            leftSection={<Icon name={clipboard.copied ? 'check' : 'copy'} />}
            onClick={() => clipboard.copy(link)}
          >
            {clipboard.copied ? t('users.link.copied') : t('users.link.copy')}
          </Button>
        </div>
        <p className={styles.count}>{t('users.link.once')}</p>
      </div>
    </Modal>
  )
}
