import { Button, PasswordInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { TextField } from '../../components/form/field.tsx'
import { FormErrorSummary } from '../../components/form-error-summary.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { asApiError } from '../../lib/api-error.ts'
import { invitationQuery, useAcceptInvitation, useSession } from './api.ts'
import styles from './doorstep.module.css'
import { Doorstep } from './doorstep.tsx'

const page = getRouteApi('/invitation/$token')

export function InvitationPage() {
  const { t } = useTranslation()
  const { token } = page.useParams()
  const { institution } = useSession()
  const query = useQuery(invitationQuery(token))
  const gone = query.error && asApiError(query.error).status >= 400 && asApiError(query.error).status < 500
  return (
    <Doorstep
      institution={institution.name}
      title={t('users.invitation.title', { institution: query.data?.institution ?? institution.name })}
    >
      {query.isPending && <Skeleton lines={4} />}
      {gone && (
        <EmptyState icon="clock" title={t('users.invitation.gone')}>
          {t('users.invitation.goneWords')}
        </EmptyState>
      )}
      {query.error && !gone && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && <Accept token={token} invited={query.data} />}
    </Doorstep>
  )
}

function Accept({ token, invited }: { token: string; invited: { name: string; email: string } }) {
  const { t } = useTranslation()
  const router = useRouter()
  const accept = useAcceptInvitation(token)
  const [name, setName] = useState(invited.name)
  const [password, setPassword] = useState('')
  const failure = accept.error ? asApiError(accept.error) : null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    accept.mutate({ name, password }, { onSuccess: () => router.history.push('/') })
  }
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <p>{t('users.invitation.words', { email: invited.email })}</p>
      <FormErrorSummary error={failure} fieldIds={{ name: 'name', password: 'password' }} />
      <input type="hidden" autoComplete="username" value={invited.email} readOnly />
      <TextField
        id="name"
        autoComplete="name"
        label={t('users.invitation.name')}
        value={name}
        error={failure?.fault('name')}
        onText={setName}
      />
      <PasswordInput
        id="password"
        autoComplete="new-password"
        label={t('users.invitation.password')}
        description={t('users.invitation.passwordHint')}
        value={password}
        error={failure?.fault('password')}
        visibilityToggleButtonProps={{ 'aria-label': t('parts.showSecret') }}
        onChange={event => setPassword(event.currentTarget.value)}
      />
      <Button type="submit" variant="filled" size="md" fullWidth loading={accept.isPending}>
        {t('users.invitation.submit')}
      </Button>
    </form>
  )
}
