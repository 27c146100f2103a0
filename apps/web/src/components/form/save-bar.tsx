import { Button } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmDialog } from '../confirm-dialog.tsx'
import styles from './save-bar.module.css'

interface SaveBarProps {
  dirty: boolean
  busy: boolean
  onDiscard: () => void
  /** What has changed or what stands in the way. */
  children?: ReactNode
}

/** The foot of a settings form: Save and Discard, and a warning before leaving with unsaved changes. */
export function SaveBar({ dirty, busy, onDiscard, children }: SaveBarProps) {
  const { t } = useTranslation()
  const blocker = useBlocker({
    shouldBlockFn: () => dirty && !busy,
    enableBeforeUnload: () => dirty,
    withResolver: true,
  })
  return (
    <footer className={styles.bar}>
      <div className={styles.words}>{children}</div>
      <Button variant="subtle" size="md" disabled={!dirty || busy} onClick={onDiscard}>
        {t('parts.discard')}
      </Button>
      <Button type="submit" variant="filled" size="md" loading={busy} disabled={!dirty}>
        {t('parts.save')}
      </Button>
      <ConfirmDialog
        opened={blocker.status === 'blocked'}
        onClose={() => blocker.reset?.()}
        title={t('parts.leaveTitle')}
        confirmLabel={t('parts.leaveAnyway')}
        onConfirm={() => blocker.proceed?.()}
        danger
      >
        <p>{t('parts.leaveWords')}</p>
      </ConfirmDialog>
    </footer>
  )
}
