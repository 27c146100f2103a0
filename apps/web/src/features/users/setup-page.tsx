import { setupSteps } from '@mailroom/contract'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { LinkButton } from '../../components/link-button.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { StepLine } from '../../components/step-line.tsx'
import { setupQuery, useFinishStep, useSession } from './api.ts'
import { Doorstep } from './doorstep.tsx'
import { AdministratorStep } from './setup/administrator-step.tsx'
import { DomainsStep } from './setup/domains-step.tsx'
import { InstitutionStep } from './setup/institution-step.tsx'
import { PeopleStep } from './setup/people-step.tsx'
import { SelfTest } from './setup/self-test.tsx'
import { SendingStep } from './setup/sending-step.tsx'

const page = getRouteApi('/setup')

/** First run: resumes at the first step that is neither done nor put off; closed for good once a supervisor exists. */
export function SetupPage() {
  const { t } = useTranslation()
  const session = useSession()
  const { user, setup } = session
  const step = user ? setup.next : setup.open ? 'administrator' : null
  const current = step ? setupSteps.indexOf(step) : setupSteps.length
  return (
    <Doorstep wide institution={session.institution.name} title={t('users.setup.title')}>
      {/* Who is not signed in is not told how far the others are. */}
      {(user || step) && (
        <StepLine
          label={t('users.setup.progress')}
          steps={setupSteps.map(name => t(`users.setup.steps.${name}`))}
          current={current}
        />
      )}
      {step === 'administrator' && <FirstStep />}
      {user && step && step !== 'administrator' && <LaterSteps step={step} />}
      {step === null && (
        <EmptyState
          icon="ok"
          title={t('users.setup.closed')}
          action={<LinkButton to="/">{user ? t('users.setup.finish') : t('users.setup.toSignIn')}</LinkButton>}
        >
          {t(user ? 'users.setup.closedWords' : 'users.setup.closedSignIn')}
        </EmptyState>
      )}
    </Doorstep>
  )
}

function FirstStep() {
  const { token = '' } = page.useSearch()
  const query = useQuery(setupQuery(token))
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  if (!query.data) return <Skeleton />
  return (
    <>
      <SelfTest parts={query.data.selfTest} />
      <AdministratorStep token={token} tokenValid={query.data.tokenValid} />
    </>
  )
}

type LaterStep = Exclude<(typeof setupSteps)[number], 'administrator'>

function LaterSteps({ step }: { step: LaterStep }) {
  const router = useRouter()
  const finish = useFinishStep()
  const done = () =>
    finish.mutate(step, {
      onSuccess: ({ next }) => {
        if (next === null) router.history.push('/')
      },
    })
  const toImport = () => finish.mutate(step, { onSuccess: () => router.history.push('/import') })
  const props = { busy: finish.isPending, error: finish.error, onDone: done }
  if (step === 'institution') return <InstitutionStep {...props} />
  if (step === 'sending') return <SendingStep {...props} />
  if (step === 'domains') return <DomainsStep {...props} />
  return <PeopleStep {...props} onImport={toImport} />
}
