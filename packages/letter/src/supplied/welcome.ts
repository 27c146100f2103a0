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
  subjectLine('Welcome back to ', chip('school.name', { or: 'school' })),
  greetEn,
  p(
    'The new school year is about to begin, and we look forward to seeing ',
    chip('student.givenName', { or: 'your child' }),
    ' again. Lessons start ',
    strongChip('welcome.date', { format: 'on', hold: true }),
    ' ',
    chip('welcome.time', { format: 'at', or: 'at the usual time' }),
    '; we meet in ',
    chip('welcome.place', { or: 'the school yard' }),
    '.',
  ),
  ifFilled('student.className', p('This year’s class is ', strongChip('student.className'), '.')),
  ifFilled('welcome.steps', p('The first day at a glance:')),
  rowsTable('welcome.steps', [
    { title: 'Time', cell: [chip('welcome.steps.time')], width: 90 },
    { title: 'What happens', cell: [chip('welcome.steps.what')], width: 520 },
  ]),
  ifFilled('welcome.bring', p('To bring on that day: ', chip('welcome.bring'), '.')),
  ifEmpty('welcome.bring', p('Something to write with is enough for the first day.')),
  p(
    'If your address, telephone number or e-mail address has changed, please tell us now, so that our letters reach you.',
  ),
  callEn,
  p('We wish you and your family a good start.'),
  p('Yours sincerely,'),
  ...signedEn,
)

const fr = frenchLetter(
  subjectLine('Objet : rentrée scolaire ', chip('welcome.schoolYear')),
  greetFr,
  p(
    'La rentrée approche et nous nous réjouissons d’accueillir ',
    chip('student.givenName', { or: 'votre enfant' }),
    ' ',
    strongChip('welcome.date', { format: 'on', hold: true }),
    ' ',
    chip('welcome.time', { format: 'at', or: 'à l’heure habituelle' }),
    '. Lieu de rendez-vous : ',
    chip('welcome.place', { or: 'la cour de l’établissement' }),
    '.',
  ),
  ifFilled('student.className', p('Classe de cette année : ', strongChip('student.className'), '.')),
  ifFilled('welcome.steps', p('Le déroulement de la journée :')),
  rowsTable('welcome.steps', [
    { title: 'Heure', cell: [chip('welcome.steps.time', { format: 'aligned' })], width: 90 },
    { title: 'Programme', cell: [chip('welcome.steps.what')], width: 520 },
  ]),
  ifFilled('welcome.bring', p('À apporter ce jour-là : ', chip('welcome.bring'), '.')),
  ifEmpty('welcome.bring', p('De quoi écrire suffit pour le premier jour.')),
  p(
    'Si votre adresse, votre téléphone ou votre adresse e-mail ont changé, merci de nous le signaler dès maintenant, afin que nos courriers vous parviennent.',
  ),
  callFr,
  p('Nous vous souhaitons, ainsi qu’à votre famille, une très bonne rentrée.'),
  regardsFr,
  ...signedFr,
)

export const welcome: SuppliedLetter = {
  key: 'welcome',
  category: 'administration',
  recipientKinds: ['guardian', 'student'],
  designation: { en: 'Welcome back', fr: 'Rentrée scolaire' },
  subject: {
    en: 'Welcome back: first day {{ welcome.date | on }}',
    fr: frenchSpaces('Rentrée : premier jour {{ welcome.date | on }}'),
  },
  document: { en, fr },
}
