import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { ErrorState } from '../../components/error-state.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { institutionQuery } from '../users/api.ts'
import { letterQuery } from './api.ts'
import { LetterEditor } from './editor/letter-editor.tsx'

const page = getRouteApi('/shell/letters/$id')

/** One standard letter in the editor. */
export function LetterPage() {
  const { id } = page.useParams()
  const letter = useQuery(letterQuery(id))
  const institution = useQuery(institutionQuery)
  if (letter.data && institution.data) {
    return <LetterEditor key={id} letter={letter.data} institution={institution.data} />
  }
  const error = letter.error ?? institution.error
  if (error)
    return <ErrorState error={error} onRetry={() => void Promise.all([letter.refetch(), institution.refetch()])} />
  return (
    <Sheet style={{ flex: 1 }}>
      <Skeleton lines={10} />
    </Sheet>
  )
}
