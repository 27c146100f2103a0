import type { PersonKind, PersonRow } from '@mailroom/contract'
import { useTranslation } from 'react-i18next'
import type { Column } from '../../components/data-table/columns.ts'
import { useFormats } from '../../lib/formats.ts'
import { EmailCell } from './reach.tsx'

export const nameOf = (person: { surname: string; givenName: string }): string =>
  `${person.givenName} ${person.surname}`.trim()

export function PersonName({ row }: { row: PersonRow }) {
  return (
    <>
      <b>{row.surname}</b> {row.givenName}
    </>
  )
}

/** Columns of the four lists; the narrow ones leave first: language, then the last letter, then relations. */
export function usePeopleColumns(kind: PersonKind, onAdd: ((row: PersonRow) => void) | undefined): Column<PersonRow>[] {
  const { t } = useTranslation()
  const { day } = useFormats()
  const related: Column<PersonRow> = {
    id: 'related',
    title: t(`people.columns.related.${kind}`),
    width: kind === 'student' ? 220 : 100,
    wideWidth: kind === 'student' ? 280 : 180,
    sort: 'related',
    minListWidth: 560,
    cell: row => row.related.join(', '),
    hint: row => row.related.join(', '),
  }
  const classes: Column<PersonRow> = {
    id: 'class',
    title: t('people.columns.class'),
    // A teacher has four or five.
    width: kind === 'teacher' ? 190 : 104,
    wideWidth: kind === 'teacher' ? 300 : 150,
    sort: 'class',
    cell: row => row.classes.join(', '),
    hint: row => row.classes.join(', '),
  }
  return [
    {
      id: 'name',
      title: t(`people.one.${kind}`),
      width: 188,
      wideWidth: 230,
      sort: 'name',
      primary: true,
      cell: row => <PersonName row={row} />,
      hint: row => `${row.surname} ${row.givenName}`,
    },
    ...(kind === 'student' || kind === 'guardian' ? [related] : []),
    ...(kind === 'staff' ? [] : [classes]),
    {
      id: 'email',
      title: t('people.columns.email'),
      sort: 'email',
      cell: row => <EmailCell row={row} onAdd={onAdd} />,
      hint: row => row.email ?? '',
    },
    {
      id: 'language',
      title: t('people.columns.language'),
      width: 80,
      sort: 'language',
      minListWidth: 900,
      cell: row => t(`people.languages.${row.language}`),
    },
    {
      id: 'lastMail',
      title: t('people.columns.lastMail'),
      width: 112,
      align: 'end',
      sort: 'lastMail',
      minListWidth: 700,
      cell: row => (row.lastMailAt ? day(row.lastMailAt) : '—'),
    },
  ]
}
