import type { Answer, getHome } from '@mailroom/contract'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../components/icon.tsx'
import { LinkButton } from '../../components/link-button.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { useFormats } from '../../lib/formats.ts'
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
  const title = t(`home.titles.${item.code}`, { count: item.count })
  return (
    <li>
      <strong>{number(item.count)}</strong>
      <p>
        <b className="cut">{title}</b>
        <span className="cut">{item.words}</span>
      </p>
      <LinkButton size="xs" {...linkOf(item.link)}>
        {t(`home.actions.${item.code}`)}
        <span className="sr">, {title}</span>
      </LinkButton>
    </li>
  )
}

/** The server names a place as an address; the router wants path and search apart. */
function linkOf(address: string) {
  const { pathname, searchParams } = new URL(address, 'http://mailroom.invalid')
  return { to: pathname, search: Object.fromEntries(searchParams) as never }
}
