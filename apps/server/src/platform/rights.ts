import { type Access, type Capability, type Language, type Role, roleMay } from '@mailroom/contract'
import { AppError } from './errors.ts'

/** Somebody signed in, as read from the database at this request. */
export type Actor = {
  readonly userId: string
  readonly name: string
  readonly email: string
  readonly role: Role
  readonly language: Language
  readonly personId: string | null
}

declare const proof: unique symbol
/**
 * Proof that `actor` holds a capability. Only `authorise` makes one; a command that needs it takes it as an argument,
 * so that what was not checked cannot be called.
 */
export type Right<C extends Capability | 'signed-in' = 'signed-in'> = { readonly actor: Actor; readonly [proof]: C }
/** What a handler gets for its route's access. */
export type RightFor<A extends Access> = A extends 'public'
  ? null
  : A extends Capability | 'signed-in'
    ? Right<A>
    : never

/** Mints the proof or refuses: NOT_SIGNED_IN (401), NOT_ALLOWED (403). */
export const authorise = <A extends Access>(actor: Actor | null, access: A): RightFor<A> => {
  if (access === 'public') return null as RightFor<A>
  if (!actor) throw new AppError('NOT_SIGNED_IN')
  if (access !== 'signed-in' && !roleMay(actor.role, access as Capability)) throw new AppError('NOT_ALLOWED')
  return { actor } as unknown as RightFor<A>
}
