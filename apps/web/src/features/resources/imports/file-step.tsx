import type { PersonKind } from '@mailroom/contract'
import { Button, Loader, Textarea } from '@mantine/core'
import { type DragEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormErrorSummary } from '../../../components/form-error-summary.tsx'
import { Icon } from '../../../components/icon.tsx'
import { useUpload } from './api.ts'
import styles from './import.module.css'

interface FileStepProps {
  /** The list it was begun from; from no list, the file says where it goes. */
  kind: PersonKind | undefined
  onCreated: (id: string) => void
}

export function FileStep({ kind, onCreated }: FileStepProps) {
  const { t } = useTranslation()
  const upload = useUpload()
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const [pasted, setPasted] = useState('')
  const take = (file: File | undefined) => {
    if (file) upload.mutate({ file, kind }, { onSuccess: view => onCreated(view.id) })
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files[0])
  }
  const takePasted = () =>
    take(new File([pasted], t('people.import.pastedName'), { type: 'text/tab-separated-values' }))
  const reading = upload.isPending ? upload.variables.file.name : null
  return (
    <div className={styles.body}>
      <FormErrorSummary error={upload.error} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a convenience, the button inside is the way for everybody */}
      <div
        className={styles.drop}
        data-over={over || undefined}
        onDragOver={event => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        {reading ? <Loader size="sm" /> : <Icon name="drop" size={28} />}
        <h2>{reading ? t('people.import.reading', { name: reading }) : t('people.import.dropTitle')}</h2>
        <p>{t('people.import.dropWords')}</p>
        <Button variant="filled" disabled={upload.isPending} onClick={() => input.current?.click()}>
          {t('people.import.choose')}
        </Button>
        <input
          ref={input}
          hidden
          type="file"
          accept=".csv,.tsv,.txt,.xlsx,.zip"
          onChange={event => {
            take(event.currentTarget.files?.[0])
            event.currentTarget.value = ''
          }}
        />
      </div>
      <Textarea
        label={t('people.import.paste')}
        description={t('people.import.pasteHint')}
        autosize
        minRows={3}
        maxRows={8}
        value={pasted}
        onChange={event => setPasted(event.currentTarget.value)}
      />
      {pasted.includes('\n') && (
        <div>
          <Button disabled={upload.isPending} onClick={takePasted}>
            {t('people.import.pasteUse')}
          </Button>
        </div>
      )}
    </div>
  )
}
