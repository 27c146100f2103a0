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
  when,
} from './build.ts'
import type { SuppliedLetter } from './types.ts'

const en = letter(
  subjectLine(chip('student.givenName', { format: 'of' }), ' punctuality'),
  greetEn,
  ifFilled(
    'lateness.count',
    p(
      chip('student.givenName', { hold: true }),
      ' has arrived late ',
      strongChip('lateness.count'),
      ' ',
      chip('lateness.since', { format: 'since', or: 'in recent weeks' }),
      '.',
    ),
  ),
  ifEmpty(
    'lateness.count',
    p(chip('student.givenName', { hold: true }), ' has arrived late several times in recent weeks.'),
  ),
  rowsTable('lateness.rows', [
    { title: 'Date', cell: [chip('lateness.rows.date', { format: 'short' })], width: 130 },
    { title: 'Arrived at', cell: [chip('lateness.rows.arrival')], width: 130 },
    { title: 'Lesson', cell: [chip('lateness.rows.lesson')], width: 230 },
    { title: 'Late by', cell: [chip('lateness.rows.minutes')], width: 120, align: 'right' },
  ]),
  ifFilled('lateness.minutes', p('Altogether this makes ', chip('lateness.minutes'), ' of lessons missed.')),
  p(
    'A late arrival disturbs the whole class, and the first minutes are those in which the lesson is explained. We ask you to see to it that ',
    chip('student.givenName', { hold: true }),
    ' leaves home in good time.',
  ),
  when(
    'lateness.count',
    'at-least',
    '5',
    p('As there have been five late arrivals or more, we would like to meet you. Please call us to agree on a time.'),
  ),
  p(
    'If there is a reason we should know of, such as transport or health, please tell us: we will look for a solution together.',
  ),
  callEn,
  p('Yours sincerely,'),
  ...signedEn,
)

const fr = frenchLetter(
  subjectLine('Objet : ponctualité ', chip('student.givenName', { format: 'of' })),
  greetFr,
  ifFilled(
    'lateness.count',
    p(
      chip('student.givenName', { hold: true }),
      ' est arrivé',
      chip('student.pronouns', { format: 'agreement', or: '(e)' }),
      ' en retard ',
      strongChip('lateness.count'),
      ' ',
      chip('lateness.since', { format: 'since', or: 'ces dernières semaines' }),
      '.',
    ),
  ),
  ifEmpty(
    'lateness.count',
    p(
      'Nous avons relevé plusieurs retards ',
      chip('student.givenName', { format: 'of', hold: true }),
      ' ces dernières semaines.',
    ),
  ),
  rowsTable('lateness.rows', [
    { title: 'Date', cell: [chip('lateness.rows.date', { format: 'short' })], width: 130 },
    { title: 'Arrivée', cell: [chip('lateness.rows.arrival', { format: 'aligned' })], width: 130 },
    { title: 'Cours', cell: [chip('lateness.rows.lesson')], width: 230 },
    { title: 'Retard', cell: [chip('lateness.rows.minutes')], width: 120, align: 'right' },
  ]),
  ifFilled('lateness.minutes', p('Au total, cela représente ', chip('lateness.minutes'), ' de cours.')),
  p(
    'Un retard gêne toute la classe, et c’est dans les premières minutes que le travail est expliqué. Nous vous remercions de veiller à ce que ',
    chip('student.givenName', { hold: true }),
    ' parte à temps de la maison.',
  ),
  when(
    'lateness.count',
    'at-least',
    '5',
    p(
      'Au-delà de cinq retards, nous souhaitons vous rencontrer. Merci de nous appeler pour convenir d’un rendez-vous.',
    ),
  ),
  p(
    'S’il existe une raison que nous devrions connaître, comme les transports ou la santé, merci de nous en parler : nous chercherons ensemble une solution.',
  ),
  callFr,
  regardsFr,
  ...signedFr,
)

export const lateness: SuppliedLetter = {
  key: 'lateness',
  category: 'absences',
  recipientKinds: ['guardian'],
  designation: { en: 'Late arrivals', fr: 'Retards répétés' },
  subject: {
    en: '{{ student.givenName | of }} punctuality',
    fr: frenchSpaces('Ponctualité {{ student.givenName | of }}'),
  },
  document: { en, fr },
}
