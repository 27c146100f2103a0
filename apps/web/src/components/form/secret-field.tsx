import { Button, PasswordInput } from '@mantine/core'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './field.module.css'
import { FieldLabel } from './field.tsx'

interface SecretFieldProps {
  label: string
  /** A secret is saved; it is never sent back. */
  saved: boolean
  /** undefined: keep what is saved; a text replaces it. */
  value: string | null | undefined
  onSecret: (value: string | undefined) => void
  error?: string | undefined
  hint?: string
  fixedBy?: string | undefined
  id?: string
}

export function SecretField({ label, saved, value, onSecret, error, hint, fixedBy, id }: SecretFieldProps) {
  const { t } = useTranslation()
  const ownId = useId()
  const fieldId = id ?? ownId
  if (fixedBy || (saved && value === undefined)) {
    return (
      <div>
        <span className={styles.label}>{label}</span>
        <div className={styles.secret}>
          <span role="img" aria-label={t('parts.secretSaved')}>
            ••••••••
          </span>
          {!fixedBy && (
            <Button id={fieldId} variant="subtle" size="xs" onClick={() => onSecret('')}>
              {t('parts.replace')}
            </Button>
          )}
        </div>
      </div>
    )
  }
  return (
    <PasswordInput
      id={fieldId}
      label={<FieldLabel label={label} changed={saved} />}
      description={
        saved ? (
          <button type="button" className="lk" onClick={() => onSecret(undefined)}>
            {t('parts.keepSecret')}
          </button>
        ) : (
          hint
        )
      }
      value={value ?? ''}
      error={error}
      autoComplete="off"
      visibilityToggleButtonProps={{ 'aria-label': t('parts.showSecret') }}
      wrapperProps={{ 'data-changed': saved || undefined }}
      onChange={event => onSecret(event.currentTarget.value)}
    />
  )
}
