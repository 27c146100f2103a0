import {
  callEn,
  callFr,
  chip,
  frenchLetter,
  frenchSpaces,
  greetEn,
  greetFr,
  ifEmpty,
  ifFilled,
  letter,
  p,
  regardsFr,
  rowsTable,
  signedEn,
  signedFr,
  strongChip,
  subjectLine,
} from './build.ts'
import type { SuppliedLetter } from './types.ts'

const en = letter(
  subjectLine(
    'Invitation: ',
    chip('meeting.title', { or: 'parents’ evening' }),
    ' ',
    chip('meeting.date', { format: 'on', hold: true }),
  ),
  greetEn,
  p(
    'You are invited to meet the teachers of ',
    chip('student.className', { or: 'your child’s class' }),
    ' ',
    strongChip('meeting.date', { format: 'on', hold: true }),
    ', ',
    chip('meeting.start', { format: 'from', or: 'at the end of the school day' }),
    ', in ',
    chip('meeting.place', { or: 'the school' }),
    '. We will talk about ',
    chip('student.givenName', { format: 'of', or: 'your child’s' }),
    ' first weeks and about what comes next.',
  ),
  ifFilled('meeting.slots', p('The teachers have kept these times for you:')),
  rowsTable('meeting.slots', [
    { title: 'Time', cell: [chip('meeting.slots.time')], width: 80 },
    { title: 'Teacher', cell: [chip('meeting.slots.teacher')], width: 230 },
    { title: 'Subject', cell: [chip('meeting.slots.subject')], width: 220 },
    { title: 'Room', cell: [chip('meeting.slots.room')], width: 80, align: 'right' },
  ]),
  ifFilled(
    'meeting.slots',
    p(
      'If one of them does not suit you, please tell us ',
      chip('meeting.replyBy', { format: 'by', or: 'as soon as you can' }),
      ' and we will find another. Each talk lasts ten minutes.',
    ),
  ),
  ifEmpty(
    'meeting.slots',
    p(
      'Please tell us ',
      chip('meeting.replyBy', { format: 'by', or: 'as soon as you can' }),
      ' whether you are coming and which teachers you wish to meet; we will then send you your times.',
    ),
  ),
  ifFilled('meeting.end', p('The evening ends ', chip('meeting.end', { format: 'at' }), '.')),
  p(chip('student.givenName', { or: 'Your child' }), ' is welcome to come with you.'),
  callEn,
  p('Yours sincerely,'),
  ...signedEn,
)

const fr = frenchLetter(
  subjectLine(
    'Objet : ',
    chip('meeting.title', { or: 'réunion parents-professeurs' }),
    ' du ',
    chip('meeting.date', { format: 'full', hold: true }),
  ),
  greetFr,
  p(
    'Les professeurs de la classe ',
    chip('student.className', { or: 'de votre enfant' }),
    ' vous invitent à faire le point sur la scolarité ',
    chip('student.givenName', { format: 'of', or: 'de votre enfant' }),
    ', ',
    strongChip('meeting.date', { format: 'on', hold: true }),
    ', ',
    chip('meeting.start', { format: 'from', or: 'en fin de journée' }),
    '. Lieu de la rencontre : ',
    chip('meeting.place', { or: 'l’établissement' }),
    '.',
  ),
  ifFilled('meeting.slots', p('Chaque entretien dure dix minutes. Voici les rendez-vous que nous vous proposons :')),
  rowsTable('meeting.slots', [
    { title: 'Heure', cell: [chip('meeting.slots.time', { format: 'aligned' })], width: 80 },
    { title: 'Professeur', cell: [chip('meeting.slots.teacher')], width: 240 },
    { title: 'Matière', cell: [chip('meeting.slots.subject')], width: 210 },
    { title: 'Salle', cell: [chip('meeting.slots.room')], width: 80, align: 'right' },
  ]),
  ifFilled(
    'meeting.slots',
    p(
      'Si l’un de ces horaires ne vous convient pas, merci de le signaler au secrétariat ',
      chip('meeting.replyBy', { format: 'by', or: 'dès que possible' }),
      '.',
    ),
  ),
  ifEmpty(
    'meeting.slots',
    p(
      'Merci de nous indiquer ',
      chip('meeting.replyBy', { format: 'by', or: 'dès que possible' }),
      ' votre présence et les professeurs que vous souhaitez rencontrer ; nous vous enverrons ensuite vos horaires.',
    ),
  ),
  ifFilled(
    'meeting.end',
    p(
      'La rencontre se terminera ',
      chip('meeting.end', { format: 'at' }),
      '. La présence ',
      chip('student.givenName', { format: 'of', or: 'de votre enfant' }),
      ' à vos côtés est bienvenue.',
    ),
  ),
  ifEmpty(
    'meeting.end',
    p(
      'La présence ',
      chip('student.givenName', { format: 'of', or: 'de votre enfant' }),
      ' à vos côtés est bienvenue.',
    ),
  ),
  callFr,
  regardsFr,
  ...signedFr,
)

export const meeting: SuppliedLetter = {
  key: 'meeting',
  category: 'meetings',
  recipientKinds: ['guardian'],
  designation: { en: 'Parents’ meeting', fr: 'Réunion parents-professeurs' },
  subject: {
    en: 'Parents’ meeting {{ meeting.date | on }}: your appointments',
    fr: frenchSpaces('Réunion parents-professeurs du {{ meeting.date | long }}'),
  },
  document: { en, fr },
}
