import type { ImportView } from '@mailroom/contract'
import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../../components/icon.tsx'
import { LinkButton } from '../../../components/link-button.tsx'
import { LiveRegion } from '../../../components/live-region.tsx'
import { Note } from '../../../components/note.tsx'
import { SegmentBar } from '../../../components/segment-bar.tsx'
import { useFormats } from '../../../lib/formats.ts'
import styles from './import.module.css'

export function DoneStep({ view, onAgain }: { view: ImportView; onAgain: () => void }) {
  const client = useQueryClient()
  useEffect(() => {
    if (view.state === 'applied') void client.invalidateQueries({ queryKey: ['people'] })
  }, [view.state, client])
  return (
    <div className={styles.body}>
      {view.state === 'applying' && <Applying view={view} />}
      {view.state === 'applied' && <Applied view={view} onAgain={onAgain} />}
      {view.state === 'failed' && <Failed view={view} onAgain={onAgain} />}
    </div>
  )
}

function Applying({ view }: { view: ImportView }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const { done, total } = view.progress ?? { done: 0, total: 0 }
  const words = t('people.import.progress', { done: number(done), total: number(total) })
  return (
    <section className={styles.progress}>
      <h2>{t('people.import.applying')}</h2>
      <SegmentBar
        height={8}
        label={words}
        segments={[
          { tone: 'go', count: done },
          { tone: 'wait', count: Math.max(0, total - done) },
        ]}
      />
      <p>
        {words}. {t('people.import.whole')}
      </p>
      <LiveRegion text={words} />
    </section>
  )
}

function Applied({ view, onAgain }: { view: ImportView; onAgain: () => void }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const counts = view.counts
  return (
    <section className={styles.progress}>
      <Note tone="ok" role="status" title={t('people.import.doneTitle')}>
        {t('people.import.doneWords')}
      </Note>
      {counts && (
        <ul className={styles.report}>
          {(['created', 'updated', 'retired', 'unchanged', 'refused'] as const)
            .filter(name => counts[name] > 0)
            .map(name => (
              <li key={name}>
                <b>{number(counts[name])}</b>
                {t(`people.import.outcomes.${name}`)}
              </li>
            ))}
        </ul>
      )}
      <div className={styles.buttons}>
        {view.perKind.map(({ kind }) => (
          <LinkButton key={kind} to="/people/$kind" params={{ kind }} leftSection={<Icon name={kind} />}>
            {t('people.import.openList', { list: t(`people.kinds.${kind}`) })}
          </LinkButton>
        ))}
        <Button variant="subtle" onClick={onAgain}>
          {t('people.import.another')}
        </Button>
      </div>
    </section>
  )
}

function Failed({ view, onAgain }: { view: ImportView; onAgain: () => void }) {
  const { t } = useTranslation()
  return (
    <Note
      tone="bad"
      role="alert"
      title={t('people.import.failedTitle')}
      actions={<Button onClick={onAgain}>{t('people.import.another')}</Button>}
    >
      {[view.problem, t('people.import.failedWords')].filter(Boolean).join(' ')}
    </Note>
  )
}
