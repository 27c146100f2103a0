import { Button, PasswordInput } from '@mantine/core'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TextField } from '../../components/form/field.tsx'
import { FormErrorSummary } from '../../components/form-error-summary.tsx'
import { useSession, useSignIn } from './api.ts'
import styles from './doorstep.module.css'
import { Doorstep } from './doorstep.tsx'

const page = getRouteApi('/sign-in')

/** Only paths of this app: an address from outside must not turn the sign-in into a springboard. */
const safePath = (next: string | undefined): string => (next?.startsWith('/') && !next.startsWith('//') ? next : '/')

export function SignInPage() {
  const { t } = useTranslation()
  const session = useSession()
  const { next } = page.useSearch()
  const router = useRouter()
  const signIn = useSignIn()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const enter = (body: { email: string; password: string }) =>
    signIn.mutate(body, { onSuccess: () => router.history.push(safePath(next)) })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    enter({ email, password })
  }
  return (
    <Doorstep institution={session.institution.name} title={t('users.signIn.title')}>
      <form className={styles.form} onSubmit={submit} noValidate>
        <FormErrorSummary error={signIn.error} fieldIds={{ email: 'email', password: 'password' }} />
        <TextField
          id="email"
          type="email"
          autoComplete="username"
          autoFocus
          label={t('users.signIn.email')}
          value={email}
          onText={setEmail}
        />
        <PasswordInput
          id="password"
          autoComplete="current-password"
          label={t('users.signIn.password')}
          value={password}
          visibilityToggleButtonProps={{ 'aria-label': t('parts.showSecret') }}
          onChange={event => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" variant="filled" size="md" fullWidth loading={signIn.isPending}>
          {t('users.signIn.submit')}
        </Button>
        <p className={styles.hint}>{t('users.signIn.forgotten')}</p>
      </form>
      {session.demoSignIns.length > 0 && (
        <div className={styles.demo}>
          <h2>{t('users.signIn.demoTitle')}</h2>
          {session.demoSignIns.map(person => (
            <Button
              key={person.email}
              justify="space-between"
              fullWidth
              rightSection={<span className={styles.role}>{t(`shell.roles.${person.role}`)}</span>}
              onClick={() => enter(person)}
            >
              {person.name}
            </Button>
          ))}
        </div>
      )}
    </Doorstep>
  )
}
