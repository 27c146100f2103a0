import type { Answer, Call, Route } from '@mailroom/contract'

/** A signed-in session with a running Mailroom over HTTP, for the demo, the benchmarks and the chaos suite. */
export type ApiClient = {
  call: <R extends Route>(route: R, input?: Partial<Call<R>>) => Promise<Answer<R>>
  file: (path: string) => Promise<Buffer>
}

/** Signs in at `origin`; throws with the API's own words when something is refused. */
export const signInAt = async (origin: string, email: string, password: string): Promise<ApiClient> => {
  let cookie = ''
  let token = ''
  const send = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${origin}${path}`, {
      method,
      headers: {
        'accept-language': 'en',
        ...(cookie ? { cookie } : {}),
        ...(token && method !== 'GET' ? { 'x-csrf-token': token } : {}),
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      body: body ? JSON.stringify(body) : undefined,
    })
    const set = response.headers
      .getSetCookie()
      .map(one => one.split(';')[0] ?? '')
      .filter(one => !one.endsWith('='))
      .at(-1)
    if (set) cookie = set
    return response
  }
  const json = async (response: Response) => {
    const body = await response.json()
    if (!response.ok)
      throw new Error(
        `${body.error?.code}: ${body.error?.message} ${body.error?.hint ?? ''} ${body.error?.field ?? ''}`,
      )
    return body
  }
  const refresh = async () => {
    token = (await json(await send('GET', '/api/session'))).csrfToken
  }
  await refresh()
  await json(await send('POST', '/api/session', { email, password }))
  await refresh()
  return {
    call: async (route, input = {}) => {
      const params = (input.params ?? {}) as Record<string, unknown>
      const path = route.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])))
      const query = new URLSearchParams(
        Object.entries((input.query ?? {}) as Record<string, unknown>).flatMap(([key, value]) =>
          value === undefined ? [] : [[key, String(value)]],
        ),
      )
      return json(await send(route.method, `${path}${query.size > 0 ? `?${query}` : ''}`, input.body)) as never
    },
    file: async path => {
      const response = await send('GET', path)
      if (!response.ok) await json(response)
      return Buffer.from(await response.arrayBuffer())
    },
  }
}
