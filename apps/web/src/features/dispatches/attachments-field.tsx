import { FileButton } from '@mantine/core'
import { type DragEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../components/icon.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Note } from '../../components/note.tsx'
import { asApiError } from '../../lib/api-error.ts'
import { useFormats } from '../../lib/formats.ts'
import { useUploadAttachment } from './api.ts'
import styles from './compose.module.css'
import type { Attachment } from './compose-draft.ts'

interface AttachmentsFieldProps {
  files: Attachment[]
  onFiles: (change: (files: Attachment[]) => Attachment[]) => void
  /** The letter itself, as PDF. */
  letterPdf: boolean
}

interface Refusal {
  name: string
  error: unknown
}

/** Files are read and checked one by one as they are dropped; the weight shown is the one that mail servers count. */
export function AttachmentsField({ files, onFiles, letterPdf }: AttachmentsFieldProps) {
  const { t } = useTranslation()
  const { size } = useFormats()
  const upload = useUploadAttachment()
  const [reading, setReading] = useState<string[]>([])
  const [refused, setRefused] = useState<Refusal[]>([])
  const [over, setOver] = useState(false)
  const add = async (chosen: File[]) => {
    setRefused([])
    for (const file of chosen) {
      setReading(now => [...now, file.name])
      await upload
        .mutateAsync(file)
        .then(attachment => onFiles(now => [...now, attachment]))
        .catch((error: unknown) => setRefused(now => [...now, { name: file.name, error }]))
      setReading(now => now.filter(name => name !== file.name))
    }
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void add([...event.dataTransfer.files])
  }
  const weight = files.reduce((sum, file) => sum + file.encodedBytes, 0)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a convenience; the button does the same
    <div
      className={styles.files}
      data-over={over || undefined}
      onDragOver={event => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <div className={styles.filesHead}>
        <span className={styles.label}>{t('dispatch.compose.attachments')}</span>
        {weight > 0 && <small>{t('dispatch.compose.weight', { size: size(weight) })}</small>}
        <FileButton multiple onChange={chosen => void add(chosen)}>
          {props => (
            <button type="button" className={styles.attach} {...props}>
              <Icon name="clip" size={16} />
              {over ? t('dispatch.compose.drop') : t('dispatch.compose.attach')}
            </button>
          )}
        </FileButton>
      </div>
      <ul>
        {letterPdf && (
          <FileLine icon={<Icon name="letter" size={16} />} name={t('dispatch.compose.letterAttached')} note="PDF" />
        )}
        {files.map(file => (
          <FileLine
            key={file.id}
            icon={<Icon name="file" size={16} />}
            name={file.name}
            note={size(file.bytes)}
            onRemove={() => onFiles(now => now.filter(other => other.id !== file.id))}
          />
        ))}
        {reading.map(name => (
          <FileLine
            key={name}
            icon={<Icon name="hold" size={16} />}
            name={t('dispatch.compose.uploading', { name })}
            note=""
          />
        ))}
      </ul>
      {refused.map(({ name, error }) => (
        <Note key={name} tone="bad" role="alert" title={name}>
          {asApiError(error).message} {asApiError(error).hint}
        </Note>
      ))}
    </div>
  )
}

function FileLine({
  icon,
  name,
  note,
  onRemove,
}: {
  icon: ReactNode
  name: string
  note: string
  onRemove?: () => void
}) {
  const { t } = useTranslation()
  return (
    <li className={styles.file}>
      {icon}
      <span className="cut">{name}</span>
      <small>{note}</small>
      {onRemove && (
        <IconButton
          icon="close"
          size="sm"
          iconSize={16}
          label={t('dispatch.compose.removeFile', { name })}
          onClick={onRemove}
        />
      )}
    </li>
  )
}
