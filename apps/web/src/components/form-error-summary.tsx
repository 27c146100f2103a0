import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { asApiError } from '../lib/api-error.ts'
import { TechnicalDetails } from './error-state.tsx'
import styles from './form-error-summary.module.css'
import { Icon } from './icon.tsx'

interface FormErrorSummaryProps {
  error: unknown
  /** Field of the contract → id of the control; a fault in a named field becomes a link to it. */
  fieldIds?: Record<string, string>
}

/** Shown on submit: takes the focus, names each fault, links to its field. Nothing typed is cleared. */
export function FormErrorSummary({ error, fieldIds = {} }: FormErrorSummaryProps) {
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (error) box.current?.focus()
  }, [error])
  if (!error) return null
  const failure = asApiError(error)
  const faults = failure.fields
  return (
    <div ref={box} className={styles.summary} role="alert" tabIndex={-1}>
      <Icon name="bad" />
      <div>
        <b>
          {faults.length > 1 ? (
            t('errors.several', { count: faults.length })
          ) : (
            <FaultLink message={faults[0]?.message ?? failure.message} target={fieldIds[faults[0]?.field ?? '']} />
          )}
        </b>
        {faults.length < 2 && failure.hint && <p>{failure.hint}</p>}
        {faults.length > 1 && (
          <ul>
            {faults.map(fault => (
              <li key={fault.field}>
                <FaultLink message={fault.message} target={fieldIds[fault.field]} /> {fault.hint}
              </li>
            ))}
          </ul>
        )}
        {faults.length === 0 && <TechnicalDetails error={failure} />}
      </div>
    </div>
  )
}

/** The field's own label, as it stands on the page: "This field is empty" alone does not say which. */
const labelOf = (id: string) => document.querySelector(`label[for="${CSS.escape(id)}"]`)?.firstChild?.textContent

function FaultLink({ message, target }: { message: string; target: string | undefined }) {
  const { t } = useTranslation()
  if (!target) return <span>{message}</span>
  const label = labelOf(target)
  return (
    <a
      className={styles.link}
      href={`#${target}`}
      onClick={event => {
        event.preventDefault()
        document.getElementById(target)?.focus()
      }}
    >
      {label ? t('errors.inField', { label, message }) : message}
    </a>
  )
}
