import { Button, Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { asApiError } from '../lib/api-error.ts'
import styles from './confirm-dialog.module.css'
import { Note } from './note.tsx'

interface ConfirmDialogProps {
  opened: boolean
  onClose: () => void
  /** The question, naming what it is about: "Remove tilleuls.example?" */
  title: string
  /** What follows from a yes. */
  children?: ReactNode
  /** The verb, never "OK". */
  confirmLabel: string
  onConfirm: () => void
  danger?: boolean
  busy?: boolean
  error?: unknown
}

export function ConfirmDialog({
  opened,
  onClose,
  title,
  children,
  confirmLabel,
  onConfirm,
  danger,
  busy,
  error,
}: ConfirmDialogProps) {
  const { t } = useTranslation()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size="sm"
      closeButtonProps={{ 'aria-label': t('parts.close') }}
    >
      <div className={styles.body}>
        {children}
        {error !== null && error !== undefined && (
          <Note tone="bad" title={asApiError(error).message} role="alert">
            {asApiError(error).hint}
          </Note>
        )}
        <div className={styles.buttons}>
          <Button variant="subtle" size="md" onClick={onClose}>
            {t('parts.cancel')}
          </Button>
          <Button variant={danger ? 'danger' : 'filled'} size="md" loading={busy} onClick={onConfirm}>
            {confirmLabel}
          </Button>
        </div>
      </div>
    </Modal>
  )
}
