import type { ComboboxItem, OptionsFilter } from '@mantine/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { countriesIn } from '../../lib/countries.ts'
import type { FieldLook } from './field.tsx'
import { SelectField } from './select-field.tsx'

interface CountryFieldProps extends FieldLook {
  id: string
  label: string
  /** ISO 3166-1 code. */
  value: string
  error?: string | undefined
  onCountry: (code: string) => void
}

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Accents do not count, and who types the code finds its country. */
const found: OptionsFilter = ({ options, search }) =>
  (options as ComboboxItem[]).filter(
    ({ label, value }) => plain(label).includes(plain(search)) || value.toLowerCase() === search.toLowerCase(),
  )

/** Countries by their names in the language of the interface; what is stored is the code. */
export function CountryField({ onCountry, ...field }: CountryFieldProps) {
  const { t, i18n } = useTranslation()
  const choices = useMemo(() => countriesIn(i18n.language), [i18n.language])
  return (
    <SelectField
      searchable
      choices={choices}
      filter={found}
      nothingFoundMessage={t('parts.noCountry')}
      onChoice={onCountry}
      {...field}
    />
  )
}
