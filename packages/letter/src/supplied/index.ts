import { absence } from './absence.ts'
import { certificate } from './certificate.ts'
import { lateness } from './lateness.ts'
import { meeting } from './meeting.ts'
import { outing } from './outing.ts'
import { payment } from './payment.ts'
import { results } from './results.ts'
import { staffMeeting } from './staff-meeting.ts'
import type { SuppliedLetter } from './types.ts'
import { welcome } from './welcome.ts'

export type { SuppliedLetter } from './types.ts'

/** The letters every installation starts with, in the order they are listed. */
export const suppliedLetters: readonly SuppliedLetter[] = [
  absence,
  lateness,
  meeting,
  results,
  outing,
  certificate,
  payment,
  welcome,
  staffMeeting,
]
