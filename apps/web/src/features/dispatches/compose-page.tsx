import { getRouteApi } from '@tanstack/react-router'
import { ComposeForm } from './compose-form.tsx'
import { ComposeStart } from './compose-start.tsx'

const page = getRouteApi('/shell/compose')

/** The message that goes with a letter, or an e-mail of its own; without people it first asks for whom. */
export function ComposePage() {
  const { kind, letter, reuse, open: _open, ...search } = page.useSearch()
  if (!kind) return <ComposeStart reuse={reuse} />
  return <ComposeForm key={`${kind} ${letter}`} kind={kind} letterId={letter} reuse={reuse} search={search} />
}
