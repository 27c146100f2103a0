import {
  bold,
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
} from './build.ts'
import type { SuppliedLetter } from './types.ts'

const en = letter(
  subjectLine('Payment reminder: ', chip('payment.object', { or: 'school account' })),
  greetEn,
  p(
    'According to our accounts we have not yet received your payment of ',
    strongChip('payment.amount', { hold: true }),
    ' for ',
    chip('payment.object', { or: 'your school account' }),
    '.',
  ),
  bullets(
    p('Payment due: ', chip('payment.dueDate', { format: 'date', or: 'now' })),
    p('Reference to give: ', chip('payment.reference', { or: 'the name of the student' })),
    p('How to pay: ', chip('payment.method', { or: 'at the school office' })),
  ),
  p(
    'Please pay ',
    strongChip('payment.payBy', { format: 'by', or: 'within two weeks' }),
    '. If you have paid in the meantime, please take this letter as settled.',
  ),
  p(
    bold('If you cannot pay at once, please speak to us. '),
    'Payment in instalments is possible, and the hardship fund helps families in difficulty. What you tell us stays confidential.',
  ),
  ifFilled('sender.email', p('You can write to ', chip('sender.email'), '.')),
  callEn,
  p('Yours sincerely,'),
  ...signedEn,
)

const fr = frenchLetter(
  subjectLine('Objet : rappel de paiement, ', chip('payment.object', { or: 'frais scolaires' })),
  greetFr,
  p(
    'Sauf erreur de notre part, nous n’avons pas encore reçu votre règlement de ',
    strongChip('payment.amount', { hold: true }),
    ' (',
    chip('payment.object', { or: 'frais scolaires' }),
    ').',
  ),
  bullets(
    p('Échéance : ', chip('payment.dueDate', { format: 'date', or: 'dépassée' })),
    p('Référence à rappeler : ', chip('payment.reference', { or: 'nom de l’élève' })),
    p('Moyens de paiement : ', chip('payment.method', { or: 'au secrétariat' })),
  ),
  p(
    'Nous vous remercions de régler cette somme ',
    strongChip('payment.payBy', { format: 'by', or: 'sous quinze jours' }),
    '. Si votre paiement nous est parvenu entre-temps, merci de ne pas tenir compte de ce courrier.',
  ),
  p(
    bold('En cas de difficulté, parlez-nous-en. '),
    'Un échelonnement est possible, et le fonds social aide les familles qui en ont besoin. Votre demande restera confidentielle.',
  ),
  ifFilled('sender.email', p('Vous pouvez écrire à ', chip('sender.email'), '.')),
  ifEmpty('sender.email', p('Vous pouvez nous répondre par écrit.')),
  callFr,
  regardsFr,
  ...signedFr,
)

export const payment: SuppliedLetter = {
  key: 'payment',
  category: 'administration',
  recipientKinds: ['guardian'],
  designation: { en: 'Payment reminder', fr: 'Rappel de paiement' },
  subject: {
    en: 'Payment reminder: {{ payment.amount }}',
    fr: frenchSpaces('Rappel de paiement : {{ payment.amount }}'),
  },
  document: { en, fr },
}
