import { useClipboard } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../components/icon.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { ScrollRegion } from '../../components/scroll-region.tsx'
import { useFormats } from '../../lib/formats.ts'
import styles from './test-panel.module.css'
import type { TestResult } from './use-sending-test.ts'

const marks = { client: '→', server: '←', note: ' ' } as const

/** The server's own words, secrets masked by the server before they get here. */
export function TestTranscript({ result }: { result: TestResult }) {
  const { t } = useTranslation()
  const { timeMs } = useFormats()
  const clipboard = useClipboard({ timeout: 2000 })
  const lines = result.transcript.map(line => `${timeMs(line.at)} ${marks[line.who]} ${line.text}`)
  return (
    <div className={styles.log}>
      <header>
        <Icon name="lock" size={16} />
        {t('sending.test.transcript')}
        <IconButton
          size="sm"
          icon={clipboard.copied ? 'check' : 'copy'}
          iconSize={16}
          label={clipboard.copied ? t('sending.test.copied') : t('sending.test.copy')}
          onClick={() => clipboard.copy(lines.join('\n'))}
        />
      </header>
      <ScrollRegion label={t('sending.test.transcript')}>
        <pre>
          {lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of a finished log never move
            <span key={index} data-failed={!result.ok && index === lines.length - 1 ? true : undefined}>
              {`${line}\n`}
            </span>
          ))}
        </pre>
      </ScrollRegion>
    </div>
  )
}
