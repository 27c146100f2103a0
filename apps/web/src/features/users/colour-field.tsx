import { sayError } from '@mailroom/contract'
import { isColour, letterheadColourFault } from '@mailroom/letter'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TextField, type TextFieldProps } from '../../components/form/field.tsx'
import { currentLanguage } from '../../lib/i18n/i18n.ts'
import styles from './institution.module.css'

interface ColourFieldProps extends Pick<TextFieldProps, 'id' | 'label' | 'hint' | 'changed' | 'error'> {
  value: string
  onColour: (colour: string) => void
}

/** A colour as the six digits that a style guide gives; the swatch opens the device's own colour picker. */
export function ColourField({ value, error, onColour, ...field }: ColourFieldProps) {
  const { t } = useTranslation()
  const [left, setLeft] = useState(false)
  const typed = value.trim()
  const fault = typed === '' || !left ? null : letterheadColourFault(typed)
  return (
    <TextField
      {...field}
      value={value}
      placeholder="#22452f"
      error={fault ? sayError(fault, currentLanguage()).message : error}
      leftSection={
        <input
          type="color"
          className={styles.swatch}
          aria-label={t('users.institution.accentPick')}
          // The picker shows what letters have without a colour of their own.
          value={isColour(typed) ? typed : '#1b1f2a'}
          data-empty={!isColour(typed) || undefined}
          onChange={event => {
            setLeft(true)
            onColour(event.currentTarget.value)
          }}
        />
      }
      onText={colour => {
        setLeft(false)
        onColour(colour)
      }}
      onBlur={() => setLeft(true)}
    />
  )
}
