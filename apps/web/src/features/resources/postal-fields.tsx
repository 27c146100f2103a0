import type { PersonDetail } from '@mailroom/contract'
import { Textarea } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { TextField } from '../../components/form/field.tsx'
import type { ApiError } from '../../lib/api-error.ts'
import styles from './person-form.module.css'

type Postal = NonNullable<PersonDetail['postal']>

interface PostalFieldsProps {
  value: Postal
  failure: ApiError | null
  onChange: (value: Postal) => void
}

export function PostalFields({ value, failure, onChange }: PostalFieldsProps) {
  const { t } = useTranslation()
  const text = (name: 'postcode' | 'city' | 'country') => ({
    label: t(`people.form.${name}`),
    value: value[name],
    error: failure?.fault(`postal.${name}`),
    onText: (typed: string) => onChange({ ...value, [name]: typed }),
  })
  return (
    <fieldset className={styles.group}>
      <legend>{t('people.form.postal')}</legend>
      <Textarea
        autosize
        minRows={2}
        maxRows={6}
        label={t('people.form.lines')}
        value={value.lines.join('\n')}
        error={failure?.fault('postal.lines') ?? failure?.fault('postal')}
        onChange={event => onChange({ ...value, lines: event.currentTarget.value.split('\n').slice(0, 6) })}
      />
      <div className={styles.town}>
        <TextField {...text('postcode')} />
        <TextField {...text('city')} />
        <TextField {...text('country')} />
      </div>
    </fieldset>
  )
}
