import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TextField } from '../../components/form/field.tsx'
import styles from './compose.module.css'

interface ScheduleDialogProps {
  opened: boolean
  onClose: () => void
  onSchedule: (at: string) => void
  /** What already has a time: the server then judges the new one, and its refusal stands under the field. */
  change?: { from: string | null; busy: boolean; fault: string | undefined }
}

/** Local wall-clock time as the control writes it: `YYYY-MM-DDTHH:MM`. */
const local = (at: Date): string => new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)

function morning(daysAhead: number): Date {
  const at = new Date()
  at.setDate(at.getDate() + daysAhead)
  at.setHours(7, 30, 0, 0)
  return at
}

const untilMonday = () => (8 - new Date().getDay()) % 7 || 7

export function ScheduleDialog({ opened, onClose, onSchedule, change }: ScheduleDialogProps) {
  const { t } = useTranslation()
  const [at, setAt] = useState(() => local(change?.from ? new Date(change.from) : morning(1)))
  const time = new Date(at).getTime()
  const blocked = Number.isNaN(time) || (!change && time <= Date.now())
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={change ? t('run.changeTime') : t('dispatch.compose.scheduleTitle')}
      size="sm"
      closeButtonProps={{ 'aria-label': t('parts.close') }}
    >
      <form
        className={styles.schedule}
        noValidate
        onSubmit={event => {
          event.preventDefault()
          if (!blocked) onSchedule(new Date(at).toISOString())
        }}
      >
        <div className={styles.presets}>
          <Button onClick={() => setAt(local(morning(1)))}>{t('dispatch.compose.tomorrow')}</Button>
          <Button onClick={() => setAt(local(morning(untilMonday())))}>{t('dispatch.compose.monday')}</Button>
        </div>
        <TextField
          type="datetime-local"
          label={t('dispatch.compose.scheduleWhen')}
          hint={t('dispatch.compose.scheduleHint')}
          min={local(new Date())}
          value={at}
          error={change?.fault}
          onText={setAt}
        />
        <div className={styles.dialogButtons}>
          <Button variant="subtle" size="md" onClick={onClose}>
            {t('parts.cancel')}
          </Button>
          <Button type="submit" variant="filled" size="md" disabled={blocked} loading={change?.busy ?? false}>
            {change ? t('run.changeTime') : t('dispatch.compose.scheduleGo')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
