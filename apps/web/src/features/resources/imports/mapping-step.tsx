import { type ImportView, importTargets, personKinds } from '@mailroom/contract'
import { Button, Select } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { SelectField } from '../../../components/form/select-field.tsx'
import { FormErrorSummary } from '../../../components/form-error-summary.tsx'
import { Icon } from '../../../components/icon.tsx'
import { useMapImport } from './api.ts'
import { DiscardButton } from './discard-button.tsx'
import styles from './import.module.css'

const encodings = ['utf-8', 'utf-16le', 'windows-1252', 'iso-8859-1', 'iso-8859-15']
const separators = { ';': 'semicolon', ',': 'comma', '\t': 'tab', '|': 'pipe' } as const

interface MappingStepProps {
  view: ImportView
  onMapped: () => void
  onLeave: () => void
}

/** What was guessed, shown and changeable: list, encoding, separator, and where each column goes. */
export function MappingStep({ view, onMapped, onLeave }: MappingStepProps) {
  const { t } = useTranslation()
  const map = useMapImport(view.id)
  const [kind, setKind] = useState(view.kind ?? 'student')
  const [columns, setColumns] = useState(view.columns)
  const body = (patch: { encoding?: string; separator?: string }) => ({
    kind,
    encoding: view.encoding,
    separator: view.separator,
    columns: columns.map(({ header, target }) => ({ header, target })),
    ...patch,
  })
  const known = encodings.includes(view.encoding.toLowerCase()) ? encodings : [view.encoding, ...encodings]
  const setTarget = (index: number, target: ImportView['columns'][number]['target']) =>
    setColumns(now => now.map((column, at) => (at === index ? { ...column, target } : column)))
  return (
    <>
      <div className={styles.scroll}>
        <FormErrorSummary error={map.error} />
        <div className={styles.facts}>
          <SelectField
            label={t('people.import.list')}
            value={kind}
            choices={personKinds.map(value => ({ value, label: t(`people.kinds.${value}`) }))}
            onChoice={setKind}
          />
          <SelectField
            label={t('people.import.encoding')}
            value={view.encoding}
            choices={known.map(value => ({ value, label: value.toUpperCase() }))}
            onChoice={encoding => map.mutate(body({ encoding }))}
          />
          <SelectField
            label={t('people.import.separator')}
            value={view.separator}
            choices={Object.entries(separators).map(([value, name]) => ({
              value,
              label: t(`people.import.separators.${name}`),
            }))}
            onChoice={separator => map.mutate(body({ separator }))}
          />
        </div>
        <ColumnTable columns={columns} onTarget={setTarget} />
      </div>
      <footer className={styles.foot}>
        <p>{t('people.import.mappingWords')}</p>
        <DiscardButton id={view.id} onDone={onLeave} />
        <Button
          variant="filled"
          size="md"
          loading={map.isPending}
          onClick={() => map.mutate(body({}), { onSuccess: onMapped })}
        >
          {t('people.import.check')}
        </Button>
      </footer>
    </>
  )
}

type ImportColumn = ImportView['columns'][number]

function ColumnTable({
  columns,
  onTarget,
}: {
  columns: ImportColumn[]
  onTarget: (index: number, target: ImportColumn['target']) => void
}) {
  const { t } = useTranslation()
  const targets = importTargets.map(value => ({ value, label: t(`people.import.targets.${value}`) }))
  return (
    <table className={styles.columns}>
      <thead>
        <tr>
          <th scope="col">{t('people.import.column')}</th>
          <th scope="col">{t('people.import.sample')}</th>
          <th scope="col">{t('people.import.goesTo')}</th>
        </tr>
      </thead>
      <tbody>
        {columns.map((column, index) => (
          <tr key={column.header} data-ignored={column.target === 'ignore' || undefined}>
            <th scope="row">{column.header}</th>
            <td>{column.sample.filter(Boolean).slice(0, 3).join(' · ')}</td>
            <td>
              {column.locked ? (
                <span className={styles.locked}>
                  <Icon name="lock" size={16} />
                  {t('people.import.locked')}
                </span>
              ) : (
                <Select
                  searchable
                  aria-label={`${column.header}: ${t('people.import.goesTo')}`}
                  data={targets}
                  value={column.target}
                  onChange={value => onTarget(index, importTargets.find(target => target === value) ?? 'ignore')}
                />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
