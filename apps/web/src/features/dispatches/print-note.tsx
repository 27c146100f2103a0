import { type DispatchView, getPrintFile, markPrinted } from '@mailroom/contract'
import { Button, Modal } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../components/icon.tsx'
import { Note } from '../../components/note.tsx'
import { call, callFile, urlOf } from '../../lib/api.ts'
import { asApiError } from '../../lib/api-error.ts'
import { useFormats } from '../../lib/formats.ts'
import { PdfFrame } from '../messages/frames/pdf-frame.tsx'
import { useDispatchAction } from './api.ts'
import styles from './sending.module.css'

/** The paper pile of a dispatch: one PDF, opened in the page, marked when it has been posted. */
export function PrintNote({ dispatch }: { dispatch: DispatchView }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const [opened, setOpened] = useState(false)
  const { printState, printPages, counts } = dispatch
  if (printState === 'none' || counts.paper === 0) return null
  const letters = { count: counts.paper, shown: number(counts.paper) }
  const words = {
    preparing: t('run.print.preparing', letters),
    ready: t('run.print.ready', letters),
    printed: t('run.print.done', letters),
  }
  return (
    <>
      <div className={styles.print} role="status">
        <Icon name={printState === 'preparing' ? 'hold' : 'print'} size={20} />
        <div>
          <b>{words[printState]}</b>
          {printPages !== null && <p>{t('run.print.pages', { count: printPages, shown: number(printPages) })}</p>}
        </div>
        {printState !== 'preparing' && (
          <Button variant={printState === 'ready' ? 'light' : 'subtle'} onClick={() => setOpened(true)}>
            {t('run.print.open')}
          </Button>
        )}
      </div>
      {opened && <PrintDialog dispatch={dispatch} onClose={() => setOpened(false)} />}
    </>
  )
}

function PrintDialog({ dispatch, onClose }: { dispatch: DispatchView; onClose: () => void }) {
  const { t } = useTranslation()
  const params = { id: dispatch.id }
  const mark = useDispatchAction(() => call(markPrinted, { params }))
  const done = () =>
    mark.mutate(dispatch.id, {
      onSuccess: () => {
        notifications.show({ message: t('run.print.marked') })
        onClose()
      },
    })
  return (
    <Modal
      opened
      onClose={onClose}
      title={`${t('run.print.title')}: ${dispatch.subject}`}
      size={960}
      closeButtonProps={{ 'aria-label': t('parts.close') }}
    >
      <div className={styles.printFile}>
        <PdfFrame
          cacheKey={['print', dispatch.id]}
          load={() => callFile(getPrintFile, { params })}
          title={t('run.print.frame')}
        />
      </div>
      {mark.error && <Note tone="bad" role="alert" title={asApiError(mark.error).message} />}
      <footer className={styles.printFoot}>
        <Button
          component="a"
          size="md"
          href={urlOf(getPrintFile, { params })}
          download={`${dispatch.subject}.pdf`}
          leftSection={<Icon name="tray" />}
        >
          {t('run.print.download')}
        </Button>
        {dispatch.printState === 'ready' && (
          <Button
            variant="filled"
            size="md"
            leftSection={<Icon name="check" />}
            loading={mark.isPending}
            onClick={done}
          >
            {t('run.print.mark')}
          </Button>
        )}
      </footer>
    </Modal>
  )
}
