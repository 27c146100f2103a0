import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { ErrorState } from '../../../components/error-state.tsx'
import { Skeleton } from '../../../components/skeleton.tsx'
import styles from './frames.module.css'

interface PdfFrameProps {
  /** Names the file in the cache. */
  cacheKey: readonly unknown[]
  load: () => Promise<Blob>
  title: string
}

/** A PDF in the browser's own viewer. Through a blob URL, because an attachment answered as a download would not open in place. */
export function PdfFrame({ cacheKey, load, title }: PdfFrameProps) {
  const file = useQuery({
    queryKey: ['file', ...cacheKey],
    queryFn: load,
    gcTime: 60_000,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const url = useObjectUrl(file.data)
  if (file.error) return <ErrorState error={file.error} onRetry={() => void file.refetch()} />
  if (!url) return <Skeleton lines={10} />
  return <iframe className={styles.pdf} title={title} src={`${url}#navpanes=0&view=FitH`} />
}

function useObjectUrl(blob: Blob | undefined): string | null {
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    if (!blob) return
    const made = URL.createObjectURL(blob.type ? blob : new Blob([blob], { type: 'application/pdf' }))
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [blob])
  return url
}
