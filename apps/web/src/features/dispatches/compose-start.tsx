import { personKinds } from '@mailroom/contract'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useSelection } from '../../components/data-table/selection.ts'
import { Icon } from '../../components/icon.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Desk, Sheet } from '../../components/sheet.tsx'
import { useFormats } from '../../lib/formats.ts'
import { selections } from '../resources/selections.ts'
import styles from './compose.module.css'

/** Four doors: each list with what is ticked in it. An empty selection leads to the list, never to everybody at once. */
export function ComposeStart({ reuse }: { reuse: string | undefined }) {
  const { t } = useTranslation()
  return (
    <>
      <PageHead title={t('dispatch.titleEmail')} />
      <Desk>
        <Sheet className={styles.start}>
          <h2>{t('dispatch.compose.noRecipients')}</h2>
          <p>{t('dispatch.compose.noRecipientsWords')}</p>
          <ul>
            {personKinds.map(kind => (
              <li key={kind}>
                <Door kind={kind} reuse={reuse} />
              </li>
            ))}
          </ul>
        </Sheet>
      </Desk>
    </>
  )
}

function Door({ kind, reuse }: { kind: (typeof personKinds)[number]; reuse: string | undefined }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const ticked = useSelection(selections[kind]).size
  const words = (
    <>
      <Icon name={kind} />
      <b>{t(`people.kinds.${kind}`)}</b>
      <span>{ticked > 0 ? t('dispatch.selected', { count: ticked, shown: number(ticked) }) : ''}</span>
      <Icon name="right" size={16} />
    </>
  )
  if (ticked === 0 && !reuse) {
    return (
      <Link to="/people/$kind" params={{ kind }}>
        {words}
      </Link>
    )
  }
  return (
    <Link to="/compose" search={{ kind, reuse }}>
      {words}
    </Link>
  )
}
