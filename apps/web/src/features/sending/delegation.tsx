import type { SendingSettings } from '@mailroom/contract'
import { Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/formats.ts'
import styles from './sending.module.css'
import type { SendingForm } from './sending-draft.ts'

/** The one switch that rules the page, with its effect in words. */
export function Delegation({ form, settings }: { form: SendingForm; settings: SendingSettings }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const { users, fromEnvironment } = settings
  const own = { count: users.ownSettings, shown: number(users.ownSettings) }
  const on = [
    t('sending.delegateOn', { count: users.total, total: number(users.total) }),
    users.ownSettings > 0 ? t('sending.delegateRest', own) : '',
  ]
  const words = form.value.delegated ? on.filter(Boolean).join(' ') : t('sending.delegateOff', own)
  return (
    <section className={styles.delegation}>
      <Switch
        id="delegated"
        checked={form.value.delegated}
        disabled={'delegated' in fromEnvironment}
        aria-label={t('sending.delegate')}
        aria-describedby="delegated-words"
        onChange={event => form.set({ delegated: event.currentTarget.checked })}
      />
      <label htmlFor="delegated">{t('sending.delegate')}</label>
      <p id="delegated-words">
        {words}
        {fromEnvironment.delegated && ` ${t('parts.fromEnvironment', { name: fromEnvironment.delegated })}.`}
      </p>
    </section>
  )
}
