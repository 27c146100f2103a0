import type { PersonKind } from '@mailroom/contract'
import { SelectionStore } from '../../components/data-table/selection.ts'

/** One selection per list; the dispatch window and the compose page read the same ones. */
export const selections: Record<PersonKind, SelectionStore> = {
  student: new SelectionStore('student'),
  guardian: new SelectionStore('guardian'),
  teacher: new SelectionStore('teacher'),
  staff: new SelectionStore('staff'),
}
