import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { TextField } from '../../components/form/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import type { ApiError } from '../../lib/api-error.ts'
import styles from './person-form.module.css'

interface EmailRowsProps {
  emails: string[]
  failure: ApiError | null
  onChange: (emails: string[]) => void
}

/** Addresses in order of use; the arrow makes one the first. */
export function EmailRows({ emails, failure, onChange }: EmailRowsProps) {
  const { t } = useTranslation()
  const replace = (at: number, value: string) => onChange(emails.map((email, index) => (index === at ? value : email)))
  const toFirst = (at: number) => onChange([emails[at] ?? '', ...emails.filter((_, index) => index !== at)])
  return (
    <fieldset className={styles.group}>
      <legend>{t('people.form.emails')}</legend>
      {emails.map((email, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place in the order of use
        <div key={index} className={styles.row}>
          <TextField
            type="email"
            autoComplete="off"
            aria-label={t('people.form.emailNth', { nth: index + 1 })}
            value={email}
            error={failure?.fault(`emails.${index}`)}
            onText={value => replace(index, value)}
          />
          {index > 0 && <IconButton icon="sort-up" label={t('people.panel.make')} onClick={() => toFirst(index)} />}
          <IconButton
            icon="close"
            label={t('people.panel.removeAddress', { address: email })}
            onClick={() => onChange(emails.filter((_, other) => other !== index))}
          />
        </div>
      ))}
      <div className={styles.under}>
        <p>{t('people.form.emailsHint')}</p>
        {emails.length < 10 && (
          <Button
            size="xs"
            variant="subtle"
            leftSection={<Icon name="plus" size={16} />}
            onClick={() => onChange([...emails, ''])}
          >
            {t('people.form.addEmail')}
          </Button>
        )}
      </div>
    </fieldset>
  )
}
