import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './states.module.css'

/** True once 150 ms have passed: faster answers show no skeleton at all. */
export function useLate(ms = 150): boolean {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), ms)
    return () => clearTimeout(timer)
  }, [ms])
  return late
}

const widths = ['72%', '48%', '64%', '40%', '80%', '56%', '68%', '44%']

/** Grey lines where text will be; announced once as "Loading". */
export function Skeleton({ lines = 6 }: { lines?: number }) {
  const { t } = useTranslation()
  const late = useLate()
  if (!late) return null
  return (
    <div className={styles.skeleton} role="status" aria-label={t('parts.loading')}>
      {Array.from({ length: lines }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are interchangeable
        <i key={index} style={{ width: widths[index % widths.length] }} />
      ))}
    </div>
  )
}
