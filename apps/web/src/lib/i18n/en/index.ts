import { accounts, signatures } from './accounts.ts'
import { dispatch } from './dispatch.ts'
import { health } from './health.ts'
import { letters } from './letters.ts'
import { mail } from './mail.ts'
import { errors, parts } from './parts.ts'
import { people } from './people.ts'
import { home, run } from './run.ts'
import { sending } from './sending.ts'
import { shell } from './shell.ts'
import { users } from './users.ts'

export const catalogue = {
  shell,
  parts,
  errors,
  users,
  people,
  sending,
  accounts,
  signatures,
  dispatch,
  mail,
  run,
  home,
  letters,
  health,
}

/** Every language has all the words of English. */
export type Catalogue = typeof catalogue
