import type { Answer, ImportView, listImportRows } from '@mailroom/contract'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Column } from '../../../components/data-table/columns.ts'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { FormErrorSummary } from '../../../components/form-error-summary.tsx'
import type { IconName } from '../../../components/icon.tsx'
import { Note } from '../../../components/note.tsx'
import { StateWord, type Tone } from '../../../components/state-word.tsx'
import { Tabs } from '../../../components/tabs.tsx'
import { useFormats } from '../../../lib/formats.ts'
import { useApplyImport, useImportRows } from './api.ts'
import { DiscardButton } from './discard-button.tsx'
import styles from './import.module.css'

type Line = Answer<typeof listImportRows>['rows'][number]
const outcomes = ['refused', 'created', 'updated', 'retired', 'unchanged'] as const
const looks: Record<Line['outcome'], { icon: IconName; tone: Tone }> = {
  created: { icon: 'plus', tone: 'ok' },
  updated: { icon: 'pencil', tone: 'go' },
  unchanged: { icon: 'check', tone: 'muted' },
  retired: { icon: 'exit', tone: 'warn' },
  refused: { icon: 'bad', tone: 'bad' },
}

interface CheckStepProps {
  view: ImportView
  onRemap: () => void
  onLeave: () => void
}

/** Every line with what it would do; the refused ones first, each with its reason. Nothing is saved yet. */
export function CheckStep({ view, onRemap, onLeave }: CheckStepProps) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const counts = view.counts ?? { created: 0, updated: 0, unchanged: 0, retired: 0, refused: 0 }
  const [outcome, setOutcome] = useState<Line['outcome'] | ''>(counts.refused > 0 ? 'refused' : '')
  const apply = useApplyImport(view.id)
  const toApply = counts.created + counts.updated + counts.retired
  const tabs = [
    { id: '' as const, label: t('people.import.all'), count: outcomes.reduce((sum, name) => sum + counts[name], 0) },
    ...outcomes
      .filter(name => counts[name] > 0)
      .map(id => ({ id, label: t(`people.import.outcomes.${id}`), count: counts[id] })),
  ]
  return (
    <>
      <div className={styles.check}>
        <FormErrorSummary error={apply.error} />
        {view.kind && (
          <p className={styles.into}>
            {t('people.import.into', { file: view.fileName, list: t(`people.kinds.${view.kind}`) })}
            <Button variant="subtle" size="xs" onClick={onRemap}>
              {t('people.import.remap')}
            </Button>
          </p>
        )}
        {counts.refused > 0 && (
          <Note
            tone="warn"
            title={t('people.import.refusedNote', { count: counts.refused, shown: number(counts.refused) })}
          >
            {t('people.import.refusedWords')}
          </Note>
        )}
        <Tabs look="pills" label={t('people.import.what')} items={tabs} current={outcome} onChange={setOutcome} />
      </div>
      <Lines key={outcome} id={view.id} outcome={outcome} state={view.state} />
      <footer className={styles.foot}>
        <p>{t('people.import.whole')}</p>
        <DiscardButton id={view.id} onDone={onLeave} />
        <Button
          variant="filled"
          size="md"
          disabled={toApply === 0}
          loading={apply.isPending}
          onClick={() => apply.mutate(undefined)}
        >
          {toApply === 0
            ? t('people.import.applyNothing')
            : t('people.import.apply', { count: toApply, shown: number(toApply) })}
        </Button>
      </footer>
    </>
  )
}

function Lines({ id, outcome, state }: { id: string; outcome: Line['outcome'] | ''; state: ImportView['state'] }) {
  const { t } = useTranslation()
  const rows = useImportRows(id, outcome, state)
  const what = (line: Line) => (
    <StateWord {...looks[line.outcome]}>{t(`people.import.outcomes.${line.outcome}`)}</StateWord>
  )
  const why = (line: Line) => line.reason ?? line.changes.join(', ')
  const columns: Column<Line>[] = [
    { id: 'line', title: t('people.import.line'), width: 72, cell: line => line.line },
    { id: 'name', title: t('people.import.name'), width: 240, primary: true, cell: line => line.name },
    { id: 'what', title: t('people.import.what'), width: 160, cell: what },
    { id: 'why', title: t('people.import.why'), cell: why, hint: why },
    { id: 'file', title: t('people.import.file'), width: 200, minListWidth: 900, cell: line => line.file },
  ]
  return (
    <DataTable
      label={t('people.import.all')}
      columns={columns}
      rows={rows}
      rowId={line => `${line.file}:${line.line}`}
      rowName={line => line.name}
      sort={{ by: '', direction: 'asc' }}
      onSort={() => undefined}
      compact={line => ({
        title: line.name,
        aside: line.line,
        second: line.outcome === 'refused' ? why(line) : what(line),
      })}
      empty={<EmptyState icon="ok" title={t('people.import.applyNothing')} />}
    />
  )
}
