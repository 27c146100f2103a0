import { NumberInput, type NumberInputProps } from '@mantine/core'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './field.module.css'
import { FieldLabel, type FieldLook } from './field.tsx'

type NumberFieldProps = Omit<NumberInputProps, 'onChange' | 'description' | 'rightSection'> &
  FieldLook & { onNumber: (value: number | null) => void }

/** Whole numbers without spinner arrows; an emptied field is null, never 0. */
export function NumberField({ label, hint, unit, changed, fixedBy, onNumber, ...rest }: NumberFieldProps) {
  const { t } = useTranslation()
  const id = useId()
  return (
    <NumberInput
      id={id}
      label={label && <FieldLabel label={label} changed={changed} />}
      description={fixedBy ? t('parts.fromEnvironment', { name: fixedBy }) : hint}
      disabled={Boolean(fixedBy)}
      hideControls
      allowDecimal={false}
      allowNegative={false}
      clampBehavior="none"
      rightSection={unit ? <span className={styles.unit}>{unit}</span> : undefined}
      rightSectionWidth={unit ? 78 : undefined}
      wrapperProps={{ 'data-changed': changed || undefined }}
      onChange={value => onNumber(typeof value === 'number' ? value : null)}
      {...rest}
    />
  )
}
