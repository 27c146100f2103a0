import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePeopleSearch } from '../resources/api.ts'

interface PersonPickerProps {
  value: { id: string; name: string } | null
  onChange: (id: string | null) => void
}

/** Which teacher or staff member a user is: a teacher's own classes follow from it. */
export function PersonPicker({ value, onChange }: PersonPickerProps) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState(value)
  const [search, setSearch] = useState(value?.name ?? '')
  const [settled] = useDebouncedValue(search, 200)
  const found = usePeopleSearch(settled === chosen?.name ? '' : settled, ['teacher', 'staff']).map(({ row }) => ({
    value: row.id,
    label: `${row.surname} ${row.givenName}`,
  }))
  const data =
    chosen && !found.some(item => item.value === chosen.id)
      ? [{ value: chosen.id, label: chosen.name }, ...found]
      : found
  return (
    <Select
      searchable
      clearable
      label={t('users.form.person')}
      description={t('users.form.personHint')}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      placeholder={t('users.form.personSearch')}
      nothingFoundMessage={settled.length >= 2 ? t('users.form.personNone') : undefined}
      clearButtonProps={{ 'aria-label': t('parts.remove') }}
      data={data}
      filter={({ options }) => options}
      value={chosen?.id ?? null}
      searchValue={search}
      onSearchChange={setSearch}
      onChange={(id, option) => {
        setChosen(id ? { id, name: option?.label ?? '' } : null)
        onChange(id)
      }}
    />
  )
}
