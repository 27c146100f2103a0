import {
  bullets,
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
  signedEn,
  signedFr,
  strongChip,
  subjectLine,
  when,
} from './build.ts'
import type { SuppliedLetter } from './types.ts'

const en = letter(
  subjectLine('School outing to ', chip('outing.destination', { hold: true })),
  greetEn,
  p(
    chip('student.givenName', { format: 'of', or: 'Your child’s' }),
    ' class is going to ',
    chip('outing.destination', { hold: true }),
    ' ',
    strongChip('outing.date', { format: 'on', hold: true }),
    '. Here is what you need to know:',
  ),
  bullets(
    p(
      'Departure: ',
      chip('outing.departure', { format: 'at', or: 'at the usual start of school' }),
      ', from ',
      chip('outing.meetingPoint', { or: 'the school' }),
    ),
    p('Return: ', chip('outing.return', { format: 'at', or: 'by the end of the school day' })),
    p('Transport: ', chip('outing.transport', { or: 'arranged by the school' })),
  ),
  ifFilled(
    'outing.bring',
    p('Please give ', chip('student.givenName', { or: 'your child' }), ' ', chip('outing.bring'), ' for the day.'),
  ),
  when(
    'outing.cost',
    'at-least',
    '0.01',
    p(
      'We ask for ',
      strongChip('outing.cost'),
      ' per student. If this is difficult for you, please speak to the school office in confidence: no student stays behind for this reason.',
    ),
  ),
  ifEmpty('outing.cost', p('The outing is free of charge.')),
  p(
    'Please confirm ',
    chip('outing.replyBy', { format: 'by', or: 'as soon as you can' }),
    ' that ',
    chip('student.givenName', { or: 'your child' }),
    ' may take part, by answering this letter in writing, and tell us of any medical treatment or diet.',
  ),
  callEn,
  p('Yours sincerely,'),
  ...signedEn,
)

const fr = frenchLetter(
  subjectLine('Objet : sortie scolaire, ', chip('outing.destination', { hold: true })),
  greetFr,
  p(
    'La classe ',
    chip('student.givenName', { format: 'of', or: 'de votre enfant' }),
    ' participera à une sortie scolaire ',
    strongChip('outing.date', { format: 'on', hold: true }),
    '. Voici les informations utiles :',
  ),
  bullets(
    p('Destination : ', chip('outing.destination', { hold: true })),
    p(
      'Départ : ',
      chip('outing.departure', { or: 'à l’heure habituelle' }),
      ', ',
      chip('outing.meetingPoint', { or: 'devant l’établissement' }),
    ),
    p('Retour : ', chip('outing.return', { or: 'avant la fin des cours' })),
    p('Transport : ', chip('outing.transport', { or: 'organisé par l’établissement' })),
  ),
  ifFilled('outing.bring', p('À prévoir pour la journée : ', chip('outing.bring'), '.')),
  when(
    'outing.cost',
    'at-least',
    '0.01',
    p(
      'Une participation de ',
      strongChip('outing.cost'),
      ' par élève est demandée. En cas de difficulté, le secrétariat vous recevra en toute discrétion : aucun élève ne reste à l’écart pour cette raison.',
    ),
  ),
  ifEmpty('outing.cost', p('La sortie est gratuite.')),
  p(
    'Merci de nous donner votre accord écrit ',
    chip('outing.replyBy', { format: 'by', or: 'dès que possible' }),
    ', en répondant à ce courrier, et de nous signaler tout traitement médical ou régime alimentaire.',
  ),
  callFr,
  regardsFr,
  ...signedFr,
)

export const outing: SuppliedLetter = {
  key: 'outing',
  category: 'meetings',
  recipientKinds: ['guardian'],
  designation: { en: 'School outing', fr: 'Sortie scolaire' },
  subject: {
    en: 'School outing {{ outing.date | on }}: your consent, please',
    fr: frenchSpaces('Sortie scolaire du {{ outing.date | long }} : votre accord'),
  },
  document: { en, fr },
}
