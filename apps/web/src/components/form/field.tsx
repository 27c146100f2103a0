import { TextInput, type TextInputProps } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './field.module.css'

export interface FieldLook {
  /** 12 px below, before any error. */
  hint?: ReactNode
  /** Inside right: "seconds". */
  unit?: string
  /** Amber ring and the word "changed", on settings pages. */
  changed?: boolean
  /** Read-only because it comes from elsewhere: "SMTP_HOST". */
  fixedBy?: string | undefined
}

export type TextFieldProps = Omit<TextInputProps, 'onChange' | 'description' | 'rightSection'> &
  FieldLook & { onText?: (value: string) => void; aside?: ReactNode }

export function FieldLabel({ label, changed }: { label: ReactNode; changed?: boolean | undefined }) {
  const { t } = useTranslation()
  return (
    <>
      {label}
      {changed && <span className={styles.changed}>{t('parts.changed')}</span>}
    </>
  )
}

/** A line of text: label above, hint or fault below, 36 high. */
export function TextField({ label, hint, unit, changed, fixedBy, aside, onText, ...rest }: TextFieldProps) {
  const { t } = useTranslation()
  const id = useId()
  return (
    <TextInput
      id={id}
      label={label && <FieldLabel label={label} changed={changed} />}
      description={fixedBy ? t('parts.fromEnvironment', { name: fixedBy }) : hint}
      disabled={Boolean(fixedBy)}
      rightSection={aside ?? (unit ? <span className={styles.unit}>{unit}</span> : undefined)}
      rightSectionWidth={aside ? 'auto' : unit ? 78 : undefined}
      wrapperProps={{ 'data-changed': changed || undefined }}
      onChange={event => onText?.(event.currentTarget.value)}
      {...rest}
    />
  )
}
