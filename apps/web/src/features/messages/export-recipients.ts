import { type DispatchView, listRecipients, type RecipientRow } from '@mailroom/contract'
import { call } from '../../lib/api.ts'

/** A cell that spreadsheet programs read as text: a leading = + - @ would be run as a formula. */
const cell = (value: string | number | null): string => {
  const text = String(value ?? '')
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return `"${safe.replace(/"/g, '""')}"`
}

const columns = ['name', 'concerned', 'address', 'state', 'words', 'attempts', 'changedAt', 'printed'] as const

const line = (row: RecipientRow) =>
  columns
    .map(column => cell(typeof row[column] === 'boolean' ? String(row[column]) : (row[column] as string)))
    .join(';')

/** Every recipient of a dispatch with their state. Semicolons and a byte order mark: Excel in Europe opens it as a table. */
export async function exportRecipients(dispatch: DispatchView): Promise<void> {
  const lines = [columns.map(cell).join(';')]
  for (let offset = 0; ; offset += 500) {
    const page = await call(listRecipients, { params: { id: dispatch.id }, query: { offset, limit: 500 } })
    lines.push(...page.rows.map(line))
    if (offset + 500 >= page.total) break
  }
  const url = URL.createObjectURL(new Blob([`\ufeff${lines.join('\r\n')}\r\n`], { type: 'text/csv' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `${dispatch.subject.replace(/[^\p{L}\p{N} -]+/gu, '').trim() || 'recipients'}.csv`
  link.click()
  URL.revokeObjectURL(url)
}
