import type { SendingSettings } from '@mailroom/contract'
import { useDebouncedValue } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/formats.ts'
import { initialsOf } from '../../lib/names.ts'
import { useFromPreview } from './api.ts'
import styles from './sending.module.css'
import type { SendingForm } from './sending-draft.ts'

/** Two lines of a family's inbox, made from the form as typed: a user inside the domains and one outside. */
export function FamiliesPreview({ form, settings }: { form: SendingForm; settings: SendingSettings }) {
  const { t } = useTranslation()
  const { time } = useFormats()
  const { senderName, defaultSenderAddress } = form.value
  const [typed] = useDebouncedValue({ senderName, defaultSenderAddress }, 250)
  const { data } = useFromPreview({ ...typed, domains: settings.domains.map(item => item.domain) })
  const previews = data?.previews ?? []
  const now = Date.now()
  return (
    <section className={styles.families} aria-label={t('sending.families.title')}>
      <h2>{t('sending.families.title')}</h2>
      <ul className={styles.mails} aria-live="off">
        {previews.slice(0, 2).map((preview, index) => (
          <li key={preview.user}>
            <span className={styles.avatar} data-outside={preview.rewritten || undefined} aria-hidden="true">
              {initialsOf(preview.rewritten ? preview.user : preview.from.name)}
            </span>
            <b className="cut">{preview.from.name || preview.from.address}</b>
            <time>{time(now - index * 142 * 60_000)}</time>
            <p className="cut">
              {preview.rewritten ? t('sending.families.sampleOutside') : t('sending.families.sample')}
            </p>
            <small className="cut">
              {preview.rewritten && preview.replyTo
                ? t('sending.families.outside', { address: preview.replyTo.address })
                : preview.from.address}
            </small>
          </li>
        ))}
        {previews.length === 0 && <li>{t('sending.families.none')}</li>}
      </ul>
    </section>
  )
}
