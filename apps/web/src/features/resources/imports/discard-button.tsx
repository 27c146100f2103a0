import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx'
import { useDiscardImport } from './api.ts'

export function DiscardButton({ id, onDone }: { id: string; onDone: () => void }) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState(false)
  const discard = useDiscardImport()
  return (
    <>
      <Button variant="subtle" size="md" onClick={() => setAsking(true)}>
        {t('people.import.discard')}
      </Button>
      <ConfirmDialog
        opened={asking}
        danger
        onClose={() => setAsking(false)}
        title={t('people.import.discardTitle')}
        confirmLabel={t('people.import.discard')}
        busy={discard.isPending}
        error={discard.error}
        onConfirm={() => discard.mutate(id, { onSuccess: onDone })}
      >
        <p>{t('people.import.discardWords')}</p>
      </ConfirmDialog>
    </>
  )
}
