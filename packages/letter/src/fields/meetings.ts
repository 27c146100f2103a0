import type { FieldGroup } from '../fields.ts'
import { asked, askedRows } from './build.ts'

const slotItems = [
  asked.time('time', 'Time', 'Heure', '17:40'),
  asked.text('teacher', 'Teacher', 'Professeur', { en: 'Ms Garnier', fr: 'Mme Girard' }),
  asked.text('subject', 'Subject', 'Matière', { en: 'Mathematics', fr: 'Mathématiques' }),
  asked.text('room', 'Room', 'Salle', '112'),
]

export const meeting: FieldGroup = {
  name: 'meeting',
  label: { en: 'Meeting', fr: 'Réunion' },
  fields: [
    asked.text('meeting.title', 'What for', 'Objet', { en: 'parents’ evening', fr: 'réunion parents-professeurs' }),
    asked.date('meeting.date', 'Date', 'Date', '2026-12-08', { required: true }),
    asked.time('meeting.start', 'Begins at', 'Début', '17:30'),
    asked.time('meeting.end', 'Ends at', 'Fin', '20:30'),
    asked.text('meeting.place', 'Place', 'Lieu', { en: 'the refectory', fr: 'le réfectoire' }),
    asked.date('meeting.replyBy', 'Reply by', 'Réponse avant le', '2026-12-02'),
    askedRows('meeting.slots', 'Each appointment', 'Chaque rendez-vous', slotItems, {
      en: [
        { time: '17:40', teacher: 'Ms Garnier', subject: 'Mathematics', room: '112' },
        { time: '18:00', teacher: 'Mr Doyle', subject: 'English', room: '204' },
        { time: '18:20', teacher: 'Mr Ferrand', subject: 'History and geography', room: '108' },
        { time: '18:50', teacher: 'Ms Okafor', subject: 'Physics and chemistry', room: '215' },
      ],
      fr: [
        { time: '17:40', teacher: 'Mme Girard', subject: 'Mathématiques', room: '112' },
        { time: '18:00', teacher: 'M. Whitcombe', subject: 'Anglais', room: '204' },
        { time: '18:20', teacher: 'Mme Perrin, professeure principale', subject: 'Français', room: '108' },
        { time: '18:50', teacher: 'M. Delmas', subject: 'Histoire-géographie', room: '215' },
      ],
    }),
  ],
}

export const outing: FieldGroup = {
  name: 'outing',
  label: { en: 'School outing', fr: 'Sortie scolaire' },
  fields: [
    asked.text(
      'outing.destination',
      'Destination',
      'Destination',
      { en: 'the Museum of Natural History', fr: 'musée des Confluences' },
      { required: true },
    ),
    asked.date('outing.date', 'Date', 'Date', '2026-12-11', { required: true }),
    asked.time('outing.departure', 'Departure', 'Départ', '08:30'),
    asked.time('outing.return', 'Return', 'Retour', '16:45'),
    asked.text('outing.meetingPoint', 'Meeting point', 'Point de rendez-vous', {
      en: 'the main gate',
      fr: 'au portail principal',
    }),
    asked.text('outing.transport', 'Transport', 'Transport', { en: 'coach', fr: 'en car' }),
    asked.number('outing.cost', 'Cost per student', 'Participation par élève', 12.5, { kind: 'money' }),
    asked.text('outing.bring', 'What to bring', 'À apporter', {
      en: 'a packed lunch and a raincoat',
      fr: 'un pique-nique et un vêtement de pluie',
    }),
    asked.date('outing.replyBy', 'Reply by', 'Réponse avant le', '2026-12-04'),
  ],
}
