import type { PersonKind } from '@mailroom/contract'
import { AddressDialog } from './address-dialog.tsx'
import { BulkDialog } from './bulk-dialog.tsx'
import { CreatePersonDialog, EditPersonDialog } from './person-dialogs.tsx'

export type PersonDialog =
  | { type: 'edit'; id: string }
  | { type: 'address'; id: string }
  | { type: 'create' }
  | { type: 'bulk' }

interface PeopleDialogsProps {
  kind: PersonKind
  dialog: PersonDialog | null
  selected: ReadonlySet<string>
  onClose: () => void
  onCreated: (id: string) => void
}

export function PeopleDialogs({ kind, dialog, selected, onClose, onCreated }: PeopleDialogsProps) {
  if (!dialog) return null
  if (dialog.type === 'edit') return <EditPersonDialog id={dialog.id} onClose={onClose} />
  if (dialog.type === 'address') return <AddressDialog id={dialog.id} onClose={onClose} />
  if (dialog.type === 'create') return <CreatePersonDialog kind={kind} onClose={onClose} onCreated={onCreated} />
  return <BulkDialog kind={kind} ids={[...selected]} onClose={onClose} />
}
