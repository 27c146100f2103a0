import { MantineProvider, mergeThemeOverrides } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../lib/api-error.ts'
import { makeRouter } from './router.tsx'
import { cssVariablesResolver, theme } from './theme.ts'

function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // A refusal is an answer; only silence is worth asking again.
        retry: (count, error) =>
          count < 2 && (!(error instanceof ApiError) || error.status === 0 || error.status >= 502),
        staleTime: 10_000,
      },
    },
  })
}

export function Providers() {
  const [client] = useState(makeQueryClient)
  const [router] = useState(() => makeRouter(client))
  const { t } = useTranslation()
  useEffect(() => leaveWhenSignedOut(client), [client])
  // The cross of a passing note is a button: it needs a name, in the language of the interface.
  const named = useMemo(() => {
    const closeButtonProps = { 'aria-label': t('parts.close') }
    return mergeThemeOverrides(theme, { components: { Notification: { defaultProps: { closeButtonProps } } } })
  }, [t])
  return (
    <MantineProvider theme={named} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto">
      <QueryClientProvider client={client}>
        <Notifications position="bottom-right" autoClose={6000} />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  )
}

/** A session that ended elsewhere: the next refusal leads to the sign-in, and back here afterwards. */
function leaveWhenSignedOut(client: QueryClient): () => void {
  const check = (error: unknown) => {
    const outside = /^\/(sign-in|setup|invitation)/.test(window.location.pathname)
    if (!(error instanceof ApiError) || error.status !== 401 || outside) return
    const next = window.location.pathname + window.location.search
    window.location.assign(`/sign-in?next=${encodeURIComponent(next)}`)
  }
  const stopQueries = client.getQueryCache().subscribe(event => {
    if (event.type === 'updated' && event.action.type === 'error') check(event.action.error)
  })
  const stopMutations = client.getMutationCache().subscribe(event => {
    if (event.type === 'updated' && event.action.type === 'error') check(event.action.error)
  })
  return () => {
    stopQueries()
    stopMutations()
  }
}
