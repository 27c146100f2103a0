import type { LetterContents } from '@mailroom/contract'
import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorState } from '../../../components/error-state.tsx'
import { Segmented } from '../../../components/segmented.tsx'
import { Skeleton } from '../../../components/skeleton.tsx'
import { useFormats } from '../../../lib/formats.ts'
import { MailFrame } from '../../messages/frames/mail-frame.tsx'
import { useLetterPreview, useVersion, useVersions } from '../api.ts'
import { type Language, variantsOf } from '../letter-words.ts'
import type { LetterForm } from './letter-draft.ts'
import { audienceOf } from './use-recipient-preview.ts'
import styles from './versions-pane.module.css'

interface VersionsPaneProps {
  letterId: string
  current: number
  form: LetterForm
  language: Language
  /** Absent: the letter is only read. */
  onRestore?: ((contents: LetterContents, number: number) => void) | undefined
}

/** Every save is kept; an old text can be looked at and put back into the editor. */
export function VersionsPane({ letterId, current, form, language, onRestore }: VersionsPaneProps) {
  const { t } = useTranslation()
  const { moment, number } = useFormats()
  const versions = useVersions(letterId).data ?? []
  const [shown, setShown] = useState<number | null>(null)
  const who = (one: { number: number; savedBy: string | null }) => one.savedBy ?? t('letters.versions.supplied')
  const open = versions.find(one => one.number === shown)
  return (
    <section className={styles.versions} aria-label={t('letters.versions.title')}>
      <h2>{t('letters.versions.title')}</h2>
      <ul>
        {versions.map(one => (
          <li key={one.number}>
            <button
              type="button"
              title={t('letters.versions.look', { number: one.number })}
              onClick={() => setShown(one.number)}
            >
              <b className="num">{number(one.number)}</b>
              <span className="cut">
                {who(one)}
                {one.number === current && <span className="sr">, {t('letters.versions.current')}</span>}
              </span>
              <span className="num">{moment(one.savedAt)}</span>
            </button>
          </li>
        ))}
      </ul>
      {open && (
        <VersionDialog
          {...{ letterId, form, language }}
          number={open.number}
          title={t('letters.versions.dialogTitle', { number: open.number, who: who(open), when: moment(open.savedAt) })}
          onClose={() => setShown(null)}
          onRestore={
            onRestore &&
            (contents => {
              setShown(null)
              onRestore(contents, open.number)
            })
          }
        />
      )}
    </section>
  )
}

interface VersionDialogProps {
  letterId: string
  number: number
  title: string
  form: LetterForm
  language: Language
  onClose: () => void
  onRestore?: ((contents: LetterContents) => void) | undefined
}

function VersionDialog({ letterId, number, title, form, language, onClose, onRestore }: VersionDialogProps) {
  const { t } = useTranslation()
  const version = useVersion(letterId, number)
  const contents = version.data?.contents
  const variants = contents ? variantsOf(contents) : []
  const [picked, setPicked] = useState(language)
  const shown = variants.includes(picked) ? picked : (variants[0] ?? picked)
  const variant = contents?.[shown]
  const preview = useLetterPreview(
    {
      category: form.category,
      contents: variant ? { [shown]: variant } : {},
      ...audienceOf(form),
      personIds: [],
      per: 'person',
      index: 0,
      values: {},
      accountId: null,
    },
    Boolean(variant),
  )
  const error = version.error ?? preview.error
  return (
    <Modal opened onClose={onClose} title={title} size={720} closeButtonProps={{ 'aria-label': t('parts.close') }}>
      <div className={styles.version}>
        {variants.length > 1 && (
          <Segmented
            label={t('letters.editor.language')}
            items={variants.map(id => ({ id, label: t(`people.languages.${id}`) }))}
            value={shown}
            onChange={setPicked}
          />
        )}
        {error && <ErrorState error={error} onRetry={() => void version.refetch()} />}
        {!error && !preview.data && <Skeleton lines={8} />}
        {preview.data && <MailFrame html={preview.data.email} title={title} />}
        <div className={styles.versionButtons}>
          <Button variant="subtle" size="md" onClick={onClose}>
            {t('parts.close')}
          </Button>
          {onRestore && contents && (
            <Button variant="filled" size="md" onClick={() => onRestore(contents)}>
              {t('letters.versions.restore')}
            </Button>
          )}
        </div>
      </div>
    </Modal>
  )
}
