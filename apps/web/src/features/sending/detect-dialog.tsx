import type { Answer, detectSending } from '@mailroom/contract'
import { Button, Modal } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TextField } from '../../components/form/field.tsx'
import { FormErrorSummary } from '../../components/form-error-summary.tsx'
import { Note } from '../../components/note.tsx'
import { useMe } from '../users/api.ts'
import { useDetect } from './api.ts'
import styles from './sending.module.css'

type Candidate = Answer<typeof detectSending>['candidates'][number]

interface DetectDialogProps {
  onClose: () => void
  onUse: (server: Candidate['server']) => void
}

/** From an address to settings; what is chosen is laid over the form, still unsaved. */
export function DetectDialog({ onClose, onUse }: DetectDialogProps) {
  const { t } = useTranslation()
  const me = useMe()
  const [address, setAddress] = useState(me.email)
  const detect = useDetect()
  const candidates = detect.data?.candidates
  const submit = (event: FormEvent) => {
    event.preventDefault()
    event.stopPropagation()
    detect.mutate(address)
  }
  const use = (server: Candidate['server']) => {
    onUse(server)
    onClose()
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('sending.detect.title')}
      closeButtonProps={{ 'aria-label': t('parts.close') }}
    >
      <div className={styles.dialog}>
        <FormErrorSummary error={detect.error} fieldIds={{ address: 'detect-address' }} />
        <form className={styles.addDomain} onSubmit={submit} noValidate style={{ alignItems: 'center' }}>
          <TextField
            id="detect-address"
            data-autofocus
            type="email"
            label={t('sending.detect.label')}
            hint={t('sending.detect.hint')}
            value={address}
            onText={setAddress}
          />
          <Button type="submit" size="md" variant="filled" loading={detect.isPending}>
            {t('sending.detect.search')}
          </Button>
        </form>
        {candidates?.length === 0 && (
          <Note tone="info" title={t('sending.detect.none')}>
            {t('sending.detect.noneWords')}
          </Note>
        )}
        {candidates && candidates.length > 0 && (
          <ul className={styles.candidates}>
            {candidates.map(candidate => (
              <CandidateRow
                key={`${candidate.source}${candidate.label}`}
                candidate={candidate}
                onUse={() => use(candidate.server)}
              />
            ))}
          </ul>
        )}
      </div>
    </Modal>
  )
}

function CandidateRow({ candidate, onUse }: { candidate: Candidate; onUse: () => void }) {
  const { t } = useTranslation()
  const { host, port, security } = candidate.server
  return (
    <li>
      <span>
        {candidate.label}
        <small>
          {t('sending.detect.source', {
            host: host ?? '',
            port: port ?? '',
            security: security ? t(`sending.securities.${security}`) : '',
          })}
        </small>
      </span>
      <Button size="xs" variant="light" onClick={onUse}>
        {t('sending.detect.use')}
      </Button>
    </li>
  )
}
