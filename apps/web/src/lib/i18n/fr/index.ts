import type { Catalogue } from '../en/index.ts'
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

export const catalogue: Catalogue = {
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
