import type { LetterRow } from '@mailroom/contract'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Column } from '../../components/data-table/columns.ts'
import { useFormats } from '../../lib/formats.ts'
import { categoryWord } from './letter-words.ts'
import styles from './letters.module.css'

/** Columns of the list of letters; the lists leave first, then the languages, then the version. */
export function useLetterColumns(actions: (row: LetterRow) => ReactNode): Column<LetterRow>[] {
  const { t } = useTranslation()
  const { number, moment, dayAndTime } = useFormats()
  const lists = (row: LetterRow) => row.recipientKinds.map(kind => t(`people.kinds.${kind}`)).join(', ')
  const saved = (row: LetterRow) => row.savedBy ?? (row.supplied ? t('letters.supplied') : '')
  return [
    {
      id: 'designation',
      title: t('letters.columns.designation'),
      sort: 'designation',
      primary: true,
      cell: row => <b>{row.designation}</b>,
      hint: row => row.designation,
    },
    {
      id: 'category',
      title: t('letters.columns.category'),
      width: 132,
      sort: 'category',
      minListWidth: 480,
      cell: row => categoryWord(row.category),
    },
    { id: 'lists', title: t('letters.columns.lists'), width: 200, minListWidth: 900, cell: lists, hint: lists },
    {
      id: 'languages',
      title: t('letters.columns.languages'),
      width: 92,
      minListWidth: 760,
      cell: row => (
        <span className={styles.languages}>
          {row.languages.map(language => (
            <span key={language}>
              <span aria-hidden="true">{language.toUpperCase()}</span>
              <span className="sr">{t(`people.languages.${language}`)} </span>
            </span>
          ))}
        </span>
      ),
    },
    {
      id: 'version',
      title: t('letters.columns.version'),
      width: 76,
      align: 'end',
      minListWidth: 680,
      cell: row => number(row.version),
    },
    {
      id: 'saved',
      title: t('letters.columns.saved'),
      width: 232,
      sort: 'saved',
      minListWidth: 560,
      cell: row => (
        <span className={styles.saved}>
          <span className="cut">{saved(row)}</span>
          <span>{moment(row.savedAt)}</span>
        </span>
      ),
      hint: row => `${saved(row)}, ${dayAndTime(row.savedAt)}`,
    },
    {
      id: 'actions',
      title: t('letters.columns.actions'),
      width: 84,
      align: 'end',
      cell: actions,
    },
  ]
}
