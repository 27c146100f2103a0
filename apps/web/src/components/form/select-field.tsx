import { Select, type SelectProps } from '@mantine/core'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../icon.tsx'
import { FieldLabel, type FieldLook } from './field.tsx'

export interface Choice<Value extends string> {
  value: Value
  label: string
  disabled?: boolean
}

type SelectFieldProps<Value extends string> = Omit<
  SelectProps,
  'onChange' | 'data' | 'value' | 'description' | 'rightSection'
> &
  FieldLook & { choices: readonly Choice<Value>[]; value: Value | null; onChoice: (value: Value) => void }

export function SelectField<Value extends string>(props: SelectFieldProps<Value>) {
  const { label, hint, changed, fixedBy, choices, onChoice, unit: _unit, ...rest } = props
  const { t } = useTranslation()
  const id = useId()
  return (
    <Select
      id={id}
      label={label && <FieldLabel label={label} changed={changed} />}
      description={fixedBy ? t('parts.fromEnvironment', { name: fixedBy }) : hint}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      disabled={Boolean(fixedBy)}
      data={[...choices]}
      rightSection={<Icon name="updown" />}
      rightSectionPointerEvents="none"
      wrapperProps={{ 'data-changed': changed || undefined }}
      onChange={value => {
        const choice = choices.find(candidate => candidate.value === value)
        if (choice) onChoice(choice.value)
      }}
      {...rest}
    />
  )
}
