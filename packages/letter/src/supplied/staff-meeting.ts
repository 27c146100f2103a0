import {
  chip,
  frenchLetter,
  frenchSpaces,
  greetEn,
  greetFr,
  ifFilled,
  letter,
  p,
  regardsFr,
  signedEn,
  signedFr,
  strongChip,
  subjectLine,
} from './build.ts'
import type { SuppliedLetter } from './types.ts'

const en = letter(
  subjectLine(chip('meeting.title', { or: 'Staff meeting' }), ' ', chip('meeting.date', { format: 'on', hold: true })),
  greetEn,
  p(
    'You are invited to a meeting ',
    strongChip('meeting.date', { format: 'on', hold: true }),
    ', ',
    chip('meeting.start', { format: 'from', or: 'after the last lesson' }),
    ', in ',
    chip('meeting.place', { or: 'the staff room' }),
    '.',
  ),
  ifFilled('meeting.end', p('It ends ', chip('meeting.end', { format: 'at' }), ' at the latest.')),
  p(
    'If something keeps you from coming, or if you wish to put a matter on the agenda, please tell the school office ',
    chip('meeting.replyBy', { format: 'by', or: 'as soon as you can' }),
    '.',
  ),
  p('Yours sincerely,'),
  ...signedEn,
)

const fr = frenchLetter(
  subjectLine(
    'Objet : ',
    chip('meeting.title', { or: 'réunion du personnel' }),
    ' du ',
    chip('meeting.date', { format: 'full', hold: true }),
  ),
  greetFr,
  p(
    'Nous vous convions à une réunion ',
    strongChip('meeting.date', { format: 'on', hold: true }),
    ', ',
    chip('meeting.start', { format: 'from', or: 'après le dernier cours' }),
    '. Lieu de la rencontre : ',
    chip('meeting.place', { or: 'la salle des personnels' }),
    '.',
  ),
  ifFilled('meeting.end', p('Elle se terminera au plus tard ', chip('meeting.end', { format: 'at' }), '.')),
  p(
    'En cas d’empêchement, ou pour inscrire un point à l’ordre du jour, merci de prévenir le secrétariat ',
    chip('meeting.replyBy', { format: 'by', or: 'dès que possible' }),
    '.',
  ),
  regardsFr,
  ...signedFr,
)

export const staffMeeting: SuppliedLetter = {
  key: 'staff-meeting',
  category: 'meetings',
  recipientKinds: ['teacher', 'staff'],
  designation: { en: 'Staff meeting', fr: 'Réunion du personnel' },
  subject: {
    en: 'Meeting {{ meeting.date | on }}',
    fr: frenchSpaces('Réunion du {{ meeting.date | long }}'),
  },
  document: { en, fr },
}
