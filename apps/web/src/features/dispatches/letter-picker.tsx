import type { LetterRow, PersonKind } from '@mailroom/contract'
import { categoryFacts } from '@mailroom/letter'
import { Combobox, useCombobox } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../components/icon.tsx'
import { LinkButton } from '../../components/link-button.tsx'
import { useFormats } from '../../lib/formats.ts'
import { currentLanguage } from '../../lib/i18n/i18n.ts'
import { useLettersOf } from './api.ts'
import styles from './dispatch.module.css'

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

interface LetterPickerProps {
  list: PersonKind
  value: string | null
  onPick: (id: string) => void
}

/** The letters offered in this list, by category, found by name. */
export function LetterPicker({ list, value, onPick }: LetterPickerProps) {
  const { t } = useTranslation()
  const letters = useLettersOf(list).data
  const elsewhere = (useLettersOf('').data?.length ?? 0) - (letters?.length ?? 0)
  const [search, setSearch] = useState('')
  const box = useCombobox({
    onDropdownClose: () => {
      box.resetSelectedOption()
      setSearch('')
    },
    onDropdownOpen: () => box.focusSearchInput(),
  })
  const chosen = letters?.find(letter => letter.id === value)
  if (letters?.length === 0) {
    return (
      <div className={styles.noLetters}>
        <p>
          {t('dispatch.output.none')} {elsewhere > 0 && <ElsewhereWords count={elsewhere} />}
        </p>
        <LinkButton to="/letters">{t('dispatch.output.toLetters')}</LinkButton>
      </div>
    )
  }
  const found = (letters ?? []).filter(letter => plain(letter.designation).includes(plain(search)))
  return (
    <Combobox
      store={box}
      onOptionSubmit={id => {
        onPick(id)
        box.closeDropdown()
      }}
    >
      <Combobox.Target withAriaAttributes={false}>
        <button
          type="button"
          className={styles.pick}
          aria-haspopup="listbox"
          aria-expanded={box.dropdownOpened}
          onClick={() => box.toggleDropdown()}
        >
          <span className="sr">{t('dispatch.output.letter')}: </span>
          <Icon name="letter" />
          <LetterWords letter={chosen} />
          <Icon name="updown" />
        </button>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          value={search}
          placeholder={t('dispatch.output.find')}
          aria-label={t('dispatch.output.find')}
          onChange={event => {
            setSearch(event.currentTarget.value)
            box.updateSelectedOptionIndex()
          }}
        />
        <Combobox.Options mah={320} style={{ overflowY: 'auto' }} aria-label={t('dispatch.output.letter')}>
          {found.length === 0 && <Combobox.Empty>{t('dispatch.output.nothingFound')}</Combobox.Empty>}
          {found.map(letter => (
            <Combobox.Option key={letter.id} value={letter.id} active={letter.id === value}>
              <LetterWords letter={letter} />
            </Combobox.Option>
          ))}
        </Combobox.Options>
        {letters && elsewhere > 0 && (
          <Combobox.Footer className={styles.elsewhere}>
            <ElsewhereWords count={elsewhere} />
          </Combobox.Footer>
        )}
      </Combobox.Dropdown>
    </Combobox>
  )
}

/** Why a letter that somebody looks for is not offered here, and where that is said. */
function ElsewhereWords({ count }: { count: number }) {
  const { t } = useTranslation()
  return t('dispatch.output.elsewhere', { count })
}

function LetterWords({ letter }: { letter: LetterRow | undefined }) {
  const { t } = useTranslation()
  const { list } = useFormats()
  if (!letter) return <span className={styles.pickWords}>{t('dispatch.output.choose')}</span>
  const languages = letter.languages.map(language => t(`people.languages.${language}`))
  const facts = [
    categoryFacts[letter.category].label[currentLanguage()],
    languages.length > 2 ? list(languages) : languages.join(', '),
    t('dispatch.output.version', { number: letter.version }),
  ]
  return (
    <span className={styles.pickWords}>
      <b className="cut">{letter.designation}</b>
      <small className="cut">{facts.join(' · ')}</small>
    </span>
  )
}
