import { Button } from '@mantine/core'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../components/icon.tsx'
import { useFormats } from '../../lib/formats.ts'
import styles from './institution.module.css'

/** The contract's limit: a logo rides in every letter. */
const maxBytes = 200_000

interface LogoFieldProps {
  value: string | null
  error?: string | undefined
  onChange: (logo: string | null) => void
}

export function LogoField({ value, error, onChange }: LogoFieldProps) {
  const { t } = useTranslation()
  const { size } = useFormats()
  const input = useRef<HTMLInputElement>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const take = (file: File | undefined) => {
    if (!file) return
    if (!/^image\/(png|jpeg)$/.test(file.type)) return setRefusal(t('users.institution.logoWrong'))
    if (file.size > maxBytes) return setRefusal(t('users.institution.logoTooBig', { size: size(file.size) }))
    setRefusal(null)
    const reader = new FileReader()
    reader.onload = () => onChange(String(reader.result))
    reader.readAsDataURL(file)
  }
  return (
    <fieldset className={styles.logo}>
      <legend>{t('users.institution.logo')}</legend>
      <div className={styles.logoBox}>
        {value ? <img src={value} alt={t('users.institution.logo')} /> : <Icon name="image" />}
      </div>
      <div>
        <div className={styles.logoButtons}>
          <Button id="institution-logo" leftSection={<Icon name="drop" />} onClick={() => input.current?.click()}>
            {t('users.institution.logoChoose')}
          </Button>
          {value && (
            <Button variant="subtle" onClick={() => onChange(null)}>
              {t('users.institution.logoRemove')}
            </Button>
          )}
        </div>
        <p className={styles.hint}>{t('users.institution.logoHint')}</p>
        {(refusal ?? error) && (
          <p className={styles.fault} role="alert">
            {refusal ?? error}
          </p>
        )}
      </div>
      <input
        ref={input}
        hidden
        type="file"
        accept="image/png,image/jpeg"
        onChange={event => {
          take(event.currentTarget.files?.[0])
          event.currentTarget.value = ''
        }}
      />
    </fieldset>
  )
}
