import type { FieldGroup } from '../fields.ts'
import { asked, askedRows } from './build.ts'

export const certificate: FieldGroup = {
  name: 'certificate',
  label: { en: 'Certificate', fr: 'Certificat' },
  fields: [
    asked.text('certificate.schoolYear', 'School year', 'Année scolaire', '2026-2027'),
    asked.date('certificate.since', 'Enrolled since', 'Inscrit depuis le', '2026-09-01'),
    asked.text('certificate.purpose', 'Made out for', 'Délivré pour', {
      en: 'the family allowance office',
      fr: 'la caisse d’allocations familiales',
    }),
  ],
}

export const payment: FieldGroup = {
  name: 'payment',
  label: { en: 'Payment', fr: 'Paiement' },
  fields: [
    asked.text('payment.object', 'What is to be paid', 'Objet de la facture', {
      en: 'school meals, September and October',
      fr: 'demi-pension, septembre et octobre',
    }),
    asked.number('payment.amount', 'Amount', 'Montant', 148.6, { kind: 'money', required: true }),
    asked.date('payment.dueDate', 'Was due on', 'Échéance', '2026-11-06'),
    asked.date('payment.payBy', 'Pay by', 'À régler avant le', '2026-12-07'),
    asked.text('payment.reference', 'Reference', 'Référence', 'DP-2026-0413'),
    asked.text('payment.method', 'How to pay', 'Moyens de paiement', {
      en: 'by bank transfer, by cheque or at the bursar’s office',
      fr: 'par virement, par chèque ou au service de gestion',
    }),
  ],
}

export const welcome: FieldGroup = {
  name: 'welcome',
  label: { en: 'Start of the school year', fr: 'Rentrée' },
  fields: [
    asked.text('welcome.schoolYear', 'School year', 'Année scolaire', '2026-2027'),
    asked.date('welcome.date', 'First day', 'Jour de la rentrée', '2026-09-01', { required: true }),
    asked.time('welcome.time', 'Time', 'Heure', '08:30'),
    asked.text('welcome.place', 'Place', 'Lieu', { en: 'the main courtyard', fr: 'la cour d’honneur' }),
    asked.text('welcome.bring', 'What to bring', 'À apporter', {
      en: 'a pencil case, a diary and the signed health form',
      fr: 'une trousse, un agenda et la fiche de santé signée',
    }),
    askedRows(
      'welcome.steps',
      'Each moment of the day',
      'Chaque temps de la journée',
      [
        asked.time('time', 'Time', 'Heure', '08:30'),
        asked.text('what', 'What', 'Quoi', { en: 'Welcome by the head', fr: 'Accueil par la direction' }),
      ],
      {
        en: [
          { time: '08:30', what: 'Welcome by the head of school' },
          { time: '09:00', what: 'First hours with the form teacher' },
          { time: '12:00', what: 'Lunch, the refectory is open' },
        ],
        fr: [
          { time: '08:30', what: 'Accueil par la direction' },
          { time: '09:00', what: 'Premières heures avec le professeur principal' },
          { time: '12:00', what: 'Déjeuner, le réfectoire est ouvert' },
        ],
      },
    ),
  ],
}
