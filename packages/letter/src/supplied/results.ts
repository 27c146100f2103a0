import {
  callEn,
  callFr,
  chip,
  frenchLetter,
  frenchSpaces,
  greetEn,
  greetFr,
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
  subjectLine(chip('student.givenName', { format: 'of' }), ' results: ', chip('results.period', { hold: true })),
  greetEn,
  p(
    'Here are the results of ',
    chip('student.fullName', { hold: true }),
    ' for the ',
    strongChip('results.period', { hold: true }),
    '.',
  ),
  rowsTable('results.rows', [
    { title: 'Subject', cell: [chip('results.rows.subject')], width: 190 },
    { title: 'Comment', cell: [chip('results.rows.comment')], width: 330 },
    { title: 'Average', cell: [chip('results.rows.average', { or: '–' })], width: 80, align: 'right' },
  ]),
  ifFilled('results.average', p('Overall average: ', strongChip('results.average'), '.')),
  ifFilled('results.appreciation', p('The teachers’ comment: ', chip('results.appreciation'))),
  ifFilled(
    'results.meetingDate',
    p(
      'We would like to talk about these results with you: please come and see the form teacher ',
      strongChip('results.meetingDate', { format: 'on' }),
      ' ',
      chip('results.meetingTime', { format: 'at', or: 'after lessons' }),
      '.',
    ),
  ),
  p(
    'Please keep this letter: it may be asked for when ',
    chip('student.givenName', { hold: true }),
    ' applies to another school.',
  ),
  callEn,
  p('Yours sincerely,'),
  ...signedEn,
)

const fr = frenchLetter(
  subjectLine(
    'Objet : résultats ',
    chip('student.givenName', { format: 'of' }),
    ', ',
    chip('results.period', { hold: true }),
  ),
  greetFr,
  p(
    'Veuillez trouver ci-dessous les résultats ',
    chip('student.fullName', { format: 'of', hold: true }),
    ' pour la période suivante : ',
    strongChip('results.period', { hold: true }),
    '.',
  ),
  rowsTable('results.rows', [
    { title: 'Matière', cell: [chip('results.rows.subject')], width: 190 },
    { title: 'Appréciation', cell: [chip('results.rows.comment')], width: 330 },
    { title: 'Moyenne', cell: [chip('results.rows.average', { or: '–' })], width: 80, align: 'right' },
  ]),
  ifFilled('results.average', p('Moyenne générale : ', strongChip('results.average'), '.')),
  ifFilled('results.appreciation', p('Appréciation du conseil de classe : ', chip('results.appreciation'))),
  ifFilled(
    'results.meetingDate',
    p(
      'Nous souhaitons en parler avec vous : le professeur principal vous recevra ',
      strongChip('results.meetingDate', { format: 'on' }),
      ' ',
      chip('results.meetingTime', { format: 'at', or: 'après les cours' }),
      '.',
    ),
  ),
  p('Ce document est à conserver : il peut être demandé lors d’une inscription dans un autre établissement.'),
  callFr,
  regardsFr,
  ...signedFr,
)

export const results: SuppliedLetter = {
  key: 'results',
  category: 'results',
  recipientKinds: ['guardian', 'student'],
  designation: { en: 'Results of the term', fr: 'Résultats de la période' },
  subject: {
    en: '{{ student.givenName | of }} results: {{ results.period }}',
    fr: frenchSpaces('Résultats {{ student.givenName | of }} : {{ results.period }}'),
  },
  document: { en, fr },
}
