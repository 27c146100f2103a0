import { authentication, security } from '@mailroom/contract'
import { Button, Checkbox } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { TextField } from '../../components/form/field.tsx'
import { NumberField } from '../../components/form/number-field.tsx'
import { SecretField } from '../../components/form/secret-field.tsx'
import { SelectField } from '../../components/form/select-field.tsx'
import { Note } from '../../components/note.tsx'
import type { ApiError } from '../../lib/api-error.ts'
import styles from './sending.module.css'
import type { SendingDraft, SendingForm } from './sending-draft.ts'

interface ServerFieldsProps {
  form: SendingForm
  failure: ApiError | null
  hasSecret: boolean
  /** Field → environment variable. */
  fixed: Record<string, string>
}

/** The SMTP block: the same on the parameters page and in the first steps. */
export function ServerFields({ form, failure, hasSecret, fixed }: ServerFieldsProps) {
  const { t } = useTranslation()
  const { value, set, isChanged } = form
  const common = (name: keyof SendingDraft) => ({
    id: `server-${name}`,
    changed: isChanged(name),
    fixedBy: fixed[`server.${name}`] ?? fixed[name],
    error: failure?.fault(`server.${name}`),
  })
  const withLogin = value.authentication !== 'none'
  return (
    <>
      <div className={styles.serverRow}>
        <TextField
          {...common('host')}
          label={t('sending.host')}
          value={value.host}
          autoComplete="off"
          spellCheck={false}
          onText={host => set({ host })}
        />
        <NumberField
          {...common('port')}
          label={t('sending.port')}
          value={value.port ?? ''}
          thousandSeparator=""
          onNumber={port => set({ port })}
        />
        <SelectField
          {...common('security')}
          label={t('sending.security')}
          value={value.security}
          choices={security.options.map(option => ({ value: option, label: t(`sending.securities.${option}`) }))}
          onChoice={choice => set({ security: choice })}
        />
      </div>
      {value.security === 'none' && withLogin && (
        <Unencrypted onFix={() => set({ security: 'starttls-required', port: 587 })} />
      )}
      <div className={styles.loginRow}>
        <SelectField
          {...common('authentication')}
          label={t('sending.authentication')}
          value={value.authentication}
          choices={authentication.options.map(option => ({
            value: option,
            label: t(`sending.authentications.${option}`),
          }))}
          onChoice={choice => set({ authentication: choice })}
        />
        {withLogin && (
          <>
            <TextField
              {...common('username')}
              label={t('sending.user')}
              value={value.username}
              autoComplete="off"
              spellCheck={false}
              onText={username => set({ username })}
            />
            <SecretField
              id="server-secret"
              label={value.authentication === 'oauth2' ? t('sending.token') : t('sending.password')}
              saved={hasSecret}
              value={value.secret}
              error={failure?.fault('server.secret')}
              fixedBy={fixed['server.secret'] ?? fixed.secret}
              onSecret={secret => set({ secret })}
            />
          </>
        )}
      </div>
      <div className={styles.limitsRow}>
        <NumberField
          {...common('waitingSeconds')}
          label={t('sending.waiting')}
          unit={t('sending.seconds')}
          value={value.waitingSeconds ?? ''}
          onNumber={waitingSeconds => set({ waitingSeconds })}
        />
        <NumberField
          {...common('connections')}
          label={t('sending.connections')}
          unit={t('sending.atOnce')}
          value={value.connections ?? ''}
          onNumber={connections => set({ connections })}
        />
        <NumberField
          {...common('ratePerMinute')}
          label={t('sending.rate')}
          unit={t('sending.aMinute')}
          placeholder={t('sending.rateNone')}
          value={value.ratePerMinute ?? ''}
          onNumber={ratePerMinute => set({ ratePerMinute })}
        />
        <NumberField
          {...common('perDay')}
          label={t('sending.perDay')}
          unit={t('sending.aDay')}
          placeholder={t('sending.rateNone')}
          value={value.perDay ?? ''}
          onNumber={perDay => set({ perDay })}
        />
        <Checkbox
          className={styles.selfSigned}
          label={t('sending.selfSigned')}
          checked={value.allowSelfSigned}
          onChange={event => set({ allowSelfSigned: event.currentTarget.checked })}
        />
      </div>
    </>
  )
}

function Unencrypted({ onFix }: { onFix: () => void }) {
  const { t } = useTranslation()
  return (
    <Note
      tone="warn"
      title={t('sending.unsafeTitle')}
      actions={
        <Button size="xs" onClick={onFix}>
          {t('sending.unsafeFix')}
        </Button>
      }
    />
  )
}
