import { Button, Popover } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TextField } from '../../components/form/field.tsx'
import { SearchField } from '../../components/form/search-field.tsx'
import { SelectField } from '../../components/form/select-field.tsx'
import { Icon } from '../../components/icon.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { useFormats } from '../../lib/formats.ts'
import styles from './mail.module.css'
import { type MailSearch, mailViews } from './mail-search.ts'

type MailView = 'all' | (typeof mailViews)[number]

interface MailToolbarProps {
  search: MailSearch
  /** Whose mail was asked for from a person's panel. */
  personName: string
  onPatch: (patch: Partial<MailSearch>) => void
}

export function MailToolbar({ search, personName, onPatch }: MailToolbarProps) {
  const { t } = useTranslation()
  const { longDay } = useFormats()
  const next = search.direction === 'asc' ? 'desc' : 'asc'
  const chips = [
    ...(search.view ? [{ id: 'view' as const, words: t(`mail.views.${search.view}`) }] : []),
    ...(search.person && personName ? [{ id: 'person' as const, words: personName }] : []),
    ...(search.from ? [{ id: 'from' as const, words: `${t('mail.from')} ${longDay(search.from)}` }] : []),
    ...(search.to ? [{ id: 'to' as const, words: `${t('mail.to')} ${longDay(search.to)}` }] : []),
  ]
  return (
    <>
      <div className={styles.tools}>
        <span className="grow">
          <SearchField
            label={t('mail.search')}
            value={search.search ?? ''}
            slash
            onSearch={text => onPatch({ search: text || undefined })}
          />
        </span>
        <Button
          className="only-s"
          variant="subtle"
          rightSection={<Icon name={search.direction === 'asc' ? 'sort-up' : 'sort-down'} size={16} />}
          onClick={() => onPatch({ sort: 'sent', direction: next })}
        >
          {t('mail.columns.sent')}
        </Button>
        <MailFilter search={search} onPatch={onPatch} />
      </div>
      {chips.length > 0 && (
        <ul className={styles.chips}>
          {chips.map(chip => (
            <li key={chip.id}>
              {chip.words}
              <IconButton
                icon="close"
                size={24}
                iconSize={14}
                label={`${t('parts.remove')}: ${chip.words}`}
                onClick={() => onPatch({ [chip.id]: undefined })}
              />
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

/** Which part of the mail, and of which days; each becomes a chip. */
function MailFilter({ search, onPatch }: Pick<MailToolbarProps, 'search' | 'onPatch'>) {
  const { t } = useTranslation()
  const [opened, setOpened] = useState(false)
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={300} trapFocus>
      <Popover.Target>
        <Button
          variant="subtle"
          size="xs"
          leftSection={<Icon name="filter" size={16} />}
          aria-haspopup="dialog"
          aria-expanded={opened}
          aria-label={t('mail.filter')}
          onClick={() => setOpened(!opened)}
        >
          <span className="only-l">{t('mail.filter')}</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={styles.period}>
          <SelectField<MailView>
            label={t('mail.view')}
            value={search.view ?? 'all'}
            choices={(['all', ...mailViews] as const).map(view => ({ value: view, label: t(`mail.views.${view}`) }))}
            // Inside this popover, or choosing would count as a click outside it.
            comboboxProps={{ withinPortal: false }}
            onChoice={view => onPatch({ view: view === 'all' ? undefined : view })}
          />
          <TextField
            type="date"
            label={t('mail.from')}
            value={search.from ?? ''}
            max={search.to}
            onText={from => onPatch({ from: from || undefined })}
          />
          <TextField
            type="date"
            label={t('mail.to')}
            value={search.to ?? ''}
            min={search.from}
            onText={to => onPatch({ to: to || undefined })}
          />
          <Button
            variant="subtle"
            onClick={() =>
              onPatch({ from: undefined, to: undefined, search: undefined, person: undefined, view: undefined })
            }
          >
            {t('mail.clear')}
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
