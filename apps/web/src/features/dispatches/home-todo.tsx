import type { Answer, getHome } from '@mailroom/contract'
import { linkOptions } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../components/icon.tsx'
import { LinkButton } from '../../components/link-button.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { useFormats } from '../../lib/formats.ts'
import { useMe } from '../users/api.ts'
import home from './home.module.css'
import styles from './home-todo.module.css'

type Item = Answer<typeof getHome>['toFinish'][number]

/** What waits for a person, each with the one button that goes there. */
export function HomeTodo({ items }: { items: Item[] }) {
  const { t } = useTranslation()
  return (
    <Sheet aria-labelledby="home-todo">
      <h2 id="home-todo" className={home.title}>
        {t('home.toFinish')}
      </h2>
      {items.length === 0 && (
        <p className={home.calm}>
          <Icon name="ok" />
          {t('home.nothingToFinish')}
        </p>
      )}
      <ul className={styles.todo}>
        {items.map(item => (
          <TodoRow key={item.code} item={item} />
        ))}
      </ul>
    </Sheet>
  )
}

function TodoRow({ item }: { item: Item }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const me = useMe()
  const words = useWords(item)
  const title = t(`home.titles.${item.code}`, { count: item.count })
  return (
    <li>
      <strong>{number(item.count)}</strong>
      <p>
        <b className="cut">{title}</b>
        <span className="cut">{words}</span>
      </p>
      <LinkButton size="xs" {...placeOf(item.code, me.role === 'supervisor')}>
        {t(`home.actions.${item.code}`)}
        <span className="sr">, {title}</span>
      </LinkButton>
    </li>
  )
}

/** The names of the first whose address came back; for the rest, what is the matter in general. */
function useWords({ code, count, names }: Item): string {
  const { t } = useTranslation()
  const { list, number } = useFormats()
  if (code !== 'bounced') return t(`home.words.${code}`)
  const more = count - names.length
  return list(more > 0 ? [...names, t('home.more', { count: more, shown: number(more) })] : names)
}

/** Where it is finished. The code of an account that all share is the supervisor's to type in. */
function placeOf(code: Item['code'], supervisor: boolean) {
  switch (code) {
    case 'set-up-sending':
      return linkOptions({ to: '/administration/sending' })
    case 'import-people':
      return linkOptions({ to: '/import' })
    case 'bounced':
      return linkOptions({ to: '/people/$kind', params: { kind: 'guardian' }, search: { reach: 'bounced' } })
    case 'incomplete':
      return linkOptions({ to: '/people/$kind', params: { kind: 'guardian' }, search: { view: 'incomplete' } })
    case 'failed':
      return linkOptions({ to: '/mail', search: { view: 'refused' } })
    case 'to-decide':
    case 'to-print':
      return linkOptions({ to: '/mail', search: { view: code } })
    case 'scheduled':
      return linkOptions({ to: '/scheduled' })
    case 'account-code':
      return linkOptions({ to: supervisor ? '/administration/accounts' : '/account' })
  }
}
