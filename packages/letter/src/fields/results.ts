import type { FieldGroup } from '../fields.ts'
import { asked, askedRows } from './build.ts'

export const results: FieldGroup = {
  name: 'results',
  label: { en: 'Results', fr: 'Résultats' },
  fields: [
    asked.text(
      'results.period',
      'Period',
      'Période',
      { en: 'first term', fr: 'premier trimestre' },
      { required: true },
    ),
    asked.number('results.average', 'Overall average', 'Moyenne générale', 13.4),
    asked.text('results.appreciation', 'Overall comment', 'Appréciation générale', {
      en: 'A serious term. Arthur’s work in class is paying off.',
      fr: 'Trimestre sérieux. La participation en classe porte ses fruits.',
    }),
    askedRows(
      'results.rows',
      'Each subject',
      'Chaque matière',
      [
        asked.text('subject', 'Subject', 'Matière', { en: 'Mathematics', fr: 'Mathématiques' }),
        asked.number('average', 'Average', 'Moyenne', 12.5),
        asked.text('comment', 'Comment', 'Appréciation', { en: 'Steady progress', fr: 'Progrès réguliers' }),
      ],
      {
        en: [
          { subject: 'Mathematics', average: 12.5, comment: 'Steady progress' },
          { subject: 'English', average: 15, comment: 'Very good work' },
          { subject: 'History', average: 12.7, comment: 'Learn the dates with more care' },
        ],
        fr: [
          { subject: 'Mathématiques', average: 12.5, comment: 'Progrès réguliers' },
          { subject: 'Anglais', average: 15, comment: 'Très bon travail' },
          { subject: 'Histoire-géographie', average: 12.7, comment: 'Apprendre les repères avec plus de soin' },
        ],
      },
    ),
    asked.date('results.meetingDate', 'Meeting to talk about it', 'Date de l’entretien', '2026-12-15'),
    asked.time('results.meetingTime', 'Time of the meeting', 'Heure de l’entretien', '17:30'),
  ],
}
