import {
  bold,
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
  when,
} from './build.ts'
import type { SuppliedLetter } from './types.ts'

const en = letter(
  subjectLine(chip('student.givenName', { format: 'of' }), ' absences'),
  greetEn,
  ifFilled(
    'absences.halfDays',
    p(
      'In ',
      chip('absences.month', { format: 'month', or: 'recent weeks' }),
      ', ',
      chip('student.givenName', { hold: true }),
      ' missed ',
      strongChip('absences.halfDays'),
      ' of school without a valid reason.',
    ),
  ),
  ifEmpty(
    'absences.halfDays',
    p(chip('student.givenName', { hold: true }), ' has recently missed school without a valid reason.'),
  ),
  ifFilled('absences.rows', p('These are the absences we recorded:')),
  rowsTable('absences.rows', [
    { title: 'Date', cell: [chip('absences.rows.date', { format: 'short' })], width: 110 },
    { title: 'From, to', cell: [chip('absences.rows.from'), '–', chip('absences.rows.to')], width: 120 },
    { title: 'Lesson', cell: [chip('absences.rows.lesson')], width: 200 },
    { title: 'Reason given', cell: [chip('absences.rows.reason', { or: 'None' })], width: 200 },
  ]),
  p(
    'Please send us the reason, with a medical certificate if there is one, ',
    strongChip('absences.replyBy', { format: 'by', or: 'within eight days' }),
    '. A short written answer to this letter is enough.',
  ),
  when(
    'absences.halfDays',
    'at-least',
    '4',
    p(
      bold('From four half-days in one month, we have to inform the education authority.'),
      ' We would rather talk with you first: please call us, so that we can look for a solution together.',
    ),
  ),
  callEn,
  p('Thank you for your help.'),
  p('Yours sincerely,'),
  ...signedEn,
)

const fr = frenchLetter(
  subjectLine('Objet : absences ', chip('student.givenName', { format: 'of' })),
  greetFr,
  ifFilled(
    'absences.halfDays',
    p(
      chip('student.givenName', { hold: true }),
      ' a manqué ',
      strongChip('absences.halfDays'),
      ' de cours sans motif valable sur la période suivante : ',
      chip('absences.month', { format: 'month-year', or: 'ces dernières semaines' }),
      '.',
    ),
  ),
  ifEmpty(
    'absences.halfDays',
    p(chip('student.givenName', { hold: true }), ' a récemment manqué des cours sans motif valable.'),
  ),
  ifFilled('absences.rows', p('Voici les absences que nous avons relevées :')),
  rowsTable('absences.rows', [
    { title: 'Date', cell: [chip('absences.rows.date', { format: 'short' })], width: 120 },
    {
      title: 'De, à',
      cell: [chip('absences.rows.from', { format: 'aligned' }), ' – ', chip('absences.rows.to', { format: 'aligned' })],
      width: 150,
    },
    { title: 'Cours', cell: [chip('absences.rows.lesson')], width: 180 },
    { title: 'Motif donné', cell: [chip('absences.rows.reason', { or: 'Aucun' })], width: 180 },
  ]),
  p(
    'Nous vous remercions de nous en faire connaître le motif, avec un certificat médical le cas échéant, ',
    strongChip('absences.replyBy', { format: 'by', or: 'sous huit jours' }),
    '. Une simple réponse écrite à ce courrier suffit.',
  ),
  when(
    'absences.halfDays',
    'at-least',
    '4',
    p(
      bold('À partir de quatre demi-journées dans le mois, nous sommes tenus de prévenir les services académiques.'),
      ' Nous préférons en parler d’abord avec vous : merci de nous appeler afin de chercher ensemble une solution.',
    ),
  ),
  callFr,
  regardsFr,
  ...signedFr,
)

export const absence: SuppliedLetter = {
  key: 'absence',
  category: 'absences',
  recipientKinds: ['guardian'],
  designation: { en: 'Unjustified absences', fr: 'Absences injustifiées' },
  subject: {
    en: '{{ student.givenName | of }} absences',
    fr: frenchSpaces('Absences {{ student.givenName | of }}'),
  },
  document: { en, fr },
}
