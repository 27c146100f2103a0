import { Button, Menu } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../components/icon.tsx'
import styles from './people.module.css'
import type { Filter } from './people-filters.ts'
import type { PeopleSearch } from './people-search.ts'

interface FilterMenuProps {
  filters: Filter[]
  onPatch: (patch: Partial<PeopleSearch>) => void
}

/** One button, two steps: which filter, then which value. */
export function FilterMenu({ filters, onPatch }: FilterMenuProps) {
  const { t } = useTranslation()
  const [step, setStep] = useState<Filter['id'] | null>(null)
  const current = filters.find(filter => filter.id === step)
  return (
    <Menu position="bottom-start" width={220} onClose={() => setStep(null)} closeOnItemClick={false}>
      <Menu.Target>
        <Button
          className={styles.filter}
          variant="subtle"
          size="xs"
          leftSection={<Icon name="filter" size={16} />}
          aria-label={t('people.filter.label')}
        >
          <span className="only-l">{t('people.filter.label')}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
        {current ? (
          <Values filter={current} onBack={() => setStep(null)} onPatch={onPatch} />
        ) : (
          <>
            <Menu.Label>{t('people.filter.add')}</Menu.Label>
            {filters.map(filter => (
              <Menu.Item
                key={filter.id}
                rightSection={<Icon name="right" size={16} />}
                onClick={() => setStep(filter.id)}
              >
                {filter.name}
              </Menu.Item>
            ))}
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}

function Values({
  filter,
  onBack,
  onPatch,
}: {
  filter: Filter
  onBack: () => void
  onPatch: FilterMenuProps['onPatch']
}) {
  const { t } = useTranslation()
  return (
    <>
      <Menu.Item leftSection={<Icon name="left" size={16} />} aria-label={t('people.filter.back')} onClick={onBack}>
        {filter.name}
      </Menu.Item>
      <Menu.Divider />
      {filter.choices.map(choice => (
        <Menu.Item key={choice.value} closeMenuOnClick onClick={() => onPatch(choice.patch)}>
          {choice.label}
        </Menu.Item>
      ))}
    </>
  )
}
