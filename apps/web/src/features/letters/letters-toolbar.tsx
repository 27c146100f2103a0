import { recipientKind } from '@mailroom/contract'
import { categories } from '@mailroom/letter'
import { Button, Menu } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { SearchField } from '../../components/form/search-field.tsx'
import { Icon } from '../../components/icon.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { categoryWord } from './letter-words.ts'
import styles from './letters.module.css'
import type { LettersSearch } from './letters-search.ts'

interface LettersToolbarProps {
  search: LettersSearch
  total: number
  onPatch: (change: Partial<LettersSearch>) => void
}

export function LettersToolbar({ search, total, onPatch }: LettersToolbarProps) {
  const { t } = useTranslation()
  const items = [
    { id: 'all' as const, label: t('letters.allCategories') },
    ...categories.map(id => ({ id, label: categoryWord(id) })),
  ]
  return (
    <div className={styles.tools}>
      <div className={styles.search}>
        <SearchField
          slash
          label={t('letters.search')}
          value={search.search ?? ''}
          onSearch={text => onPatch({ search: text || undefined })}
        />
      </div>
      <Tabs
        look="pills"
        label={t('letters.columns.category')}
        items={items}
        current={search.category ?? 'all'}
        onChange={category => onPatch({ category: category === 'all' ? undefined : category })}
      />
      <ListMenu value={search.list} onChange={list => onPatch({ list })} />
      <p className={`${styles.count} only-l`} role="status">
        {t('letters.count', { count: total })}
      </p>
    </div>
  )
}

type List = LettersSearch['list']

/** Only the letters that one list of people offers. */
function ListMenu({ value, onChange }: { value: List; onChange: (list: List) => void }) {
  const { t } = useTranslation()
  const choices: { list: List; label: string }[] = [
    { list: undefined, label: t('letters.allLists') },
    ...recipientKind.options.map(list => ({ list, label: t(`people.kinds.${list}`) })),
  ]
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button
          variant={value ? 'light' : 'subtle'}
          size="xs"
          className={styles.listMenu}
          rightSection={<Icon name="down" size={16} />}
        >
          {value ? t('letters.forList', { list: t(`people.kinds.${value}`) }) : t('letters.allLists')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {choices.map(({ list, label }) => (
          <Menu.Item
            key={label}
            aria-current={list === value ? 'true' : undefined}
            rightSection={list === value ? <Icon name="check" size={16} /> : undefined}
            onClick={() => onChange(list)}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
