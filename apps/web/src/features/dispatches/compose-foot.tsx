import type { PersonKind } from '@mailroom/contract'
import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormErrorSummary } from '../../components/form-error-summary.tsx'
import { Icon } from '../../components/icon.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Note } from '../../components/note.tsx'
import { asApiError } from '../../lib/api-error.ts'
import { useFormats } from '../../lib/formats.ts'
import { useShortcuts } from '../../lib/shortcuts.ts'
import type { PeopleSearch } from '../resources/people-search.ts'
import { useSendTest } from './api.ts'
import styles from './compose.module.css'
import { useWarnings } from './compose-checks.ts'
import type { ComposeDraft } from './compose-draft.ts'
import dispatchStyles from './dispatch.module.css'
import { ScheduleDialog } from './schedule-dialog.tsx'
import type { DispatchDraft } from './use-dispatch.ts'
import { useSend } from './use-send.ts'

interface ComposeFootProps {
  kind: PersonKind
  letterId: string | undefined
  search: PeopleSearch
  draftName: string
  draft: ComposeDraft
  signatureId: string | null
  dispatch: DispatchDraft
  index: number
  /** What was typed, or what the letter brings. */
  subject: string
}

/** Test, schedule, send. What a colleague would ask comes first, and only once. */
export function ComposeFoot(props: ComposeFootProps) {
  const { draft, dispatch, index, signatureId, letterId, subject } = props
  const { t } = useTranslation()
  const { number } = useFormats()
  const [scheduling, setScheduling] = useState(false)
  const [asked, setAsked] = useState<string | null>(null)
  const sending = useSend(props)
  const test = useSendTest()
  const plan = dispatch.plan.data
  const count = plan ? plan.email + plan.both + plan.paper + draft.others.length : 0
  const warnings = useWarnings(
    draft,
    subject,
    letterId !== undefined,
    letterId !== undefined && dispatch.settings.attachPdf,
  )
  const open = warnings.map(warning => warning.id).join()
  const showWarnings = asked !== null && open !== ''
  const stuck = warnings.some(warning => warning.blocks)
  const blocked = !plan || count === 0 || dispatch.open.length > 0 || sending.busy
  const ask = (act: () => void) => {
    if (blocked) return
    // Without a subject or a message it cannot go; everything else may be waved through.
    if (open !== '' && (asked !== open || stuck)) return setAsked(open)
    act()
  }
  const send = () => ask(() => sending.send(null))
  useShortcuts({ 'mod+Enter': send })
  const tryOut = () =>
    test.mutate(
      {
        choice: dispatch.choice,
        index,
        subject,
        body: draft.body,
        signatureId,
        attachmentIds: draft.files.map(file => file.id),
      },
      {
        onSuccess: ({ to }) => notifications.show({ message: t('dispatch.foot.tested', { address: to }) }),
        onError: error => notifications.show({ message: asApiError(error).message }),
      },
    )
  return (
    <>
      {(showWarnings || sending.error || dispatch.open.length > 0) && (
        <div className={styles.warnings}>
          {sending.error && <FormErrorSummary error={sending.error} />}
          {dispatch.open.length > 0 && (
            <Note
              tone="warn"
              title={t('dispatch.check.fillIn', { fields: dispatch.open.map(item => item.label).join(', ') })}
            />
          )}
          {showWarnings &&
            warnings.map(warning => (
              <Note key={warning.id} tone="warn" icon="warn" role="alert" title={warning.title}>
                {warning.words}
              </Note>
            ))}
        </div>
      )}
      <footer className={`${dispatchStyles.foot} ${styles.foot}`}>
        <Button variant="subtle" size="md" disabled={blocked} loading={test.isPending} onClick={tryOut}>
          {t('dispatch.foot.test')}
        </Button>
        <small />
        <IconButton
          className={styles.schedulePhone}
          icon="clock"
          label={t('dispatch.compose.schedule')}
          disabled={blocked}
          onClick={() => ask(() => setScheduling(true))}
        />
        <Button
          className={styles.scheduleWide}
          size="md"
          leftSection={<Icon name="clock" />}
          disabled={blocked}
          onClick={() => ask(() => setScheduling(true))}
        >
          {t('dispatch.compose.schedule')}
        </Button>
        <Button
          id="compose-send"
          variant="filled"
          size="md"
          leftSection={<Icon name="send" />}
          disabled={blocked}
          loading={sending.busy}
          onClick={send}
        >
          {showWarnings && !stuck
            ? t('dispatch.compose.sendAnyway')
            : t('dispatch.compose.send', { count, shown: number(count) })}
        </Button>
      </footer>
      <ScheduleDialog
        opened={scheduling}
        onClose={() => setScheduling(false)}
        onSchedule={at => {
          setScheduling(false)
          sending.send(at)
        }}
      />
    </>
  )
}
