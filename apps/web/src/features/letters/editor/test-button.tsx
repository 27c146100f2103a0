import { type DispatchChoice, dispatchChoice, personFilters } from '@mailroom/contract'
import { askedFields } from '@mailroom/letter'
import { Button, Tooltip } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useTranslation } from 'react-i18next'
import { asApiError } from '../../../lib/api-error.ts'
import { useSendTest } from '../../dispatches/api.ts'
import type { Language } from '../letter-words.ts'
import styles from './editor-head.module.css'
import type { LetterForm } from './letter-draft.ts'
import { audienceOf } from './use-recipient-preview.ts'

interface TestButtonProps {
  letterId: string
  form: LetterForm
  language: Language
  dirty: boolean
}

const choiceOf = (letterId: string, form: LetterForm, language: Language): DispatchChoice =>
  dispatchChoice.parse({
    kind: 'letter',
    ...audienceOf(form),
    scope: { type: 'filtered', filters: personFilters.parse({}) },
    letterId,
    output: 'email',
    // The examples of the preview: nobody has been asked for the real values yet.
    values: Object.fromEntries(askedFields(form.category).map(field => [field.name, field.sample[language]])),
  })

/** The saved letter, for the first recipient, into one's own mailbox. */
export function TestButton({ letterId, form, language, dirty }: TestButtonProps) {
  const { t } = useTranslation()
  const test = useSendTest()
  const send = () =>
    test.mutate(
      {
        choice: choiceOf(letterId, form, language),
        index: 0,
        subject: form.contents[language]?.subject ?? '',
        body: '',
        signatureId: null,
        attachmentIds: [],
      },
      {
        onSuccess: ({ to }) => notifications.show({ message: t('letters.editor.testSent', { to }) }),
        onError: error => notifications.show({ message: asApiError(error).message }),
      },
    )
  return (
    <Tooltip label={t('letters.editor.testUnsaved')} disabled={!dirty}>
      <Button
        variant="subtle"
        className={styles.test}
        data-disabled={dirty || undefined}
        aria-disabled={dirty || undefined}
        loading={test.isPending}
        onClick={() => !dirty && send()}
      >
        {t('letters.editor.test')}
      </Button>
    </Tooltip>
  )
}
