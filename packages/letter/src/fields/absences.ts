import type { FieldGroup } from '../fields.ts'
import { asked, askedRows } from './build.ts'

const halfDays = { en: ['half-day', 'half-days'], fr: ['demi-journée', 'demi-journées'] } as const
const minutes = { en: ['minute', 'minutes'], fr: ['minute', 'minutes'] } as const
const times = { en: ['time', 'times'], fr: ['fois', 'fois'] } as const

export const absences: FieldGroup = {
  name: 'absences',
  label: { en: 'Absences', fr: 'Absences' },
  fields: [
    askedRows(
      'absences.rows',
      'Each absence',
      'Chaque absence',
      [
        asked.date('date', 'Date', 'Date', '2026-11-12'),
        asked.time('from', 'From', 'De', '08:00'),
        asked.time('to', 'To', 'À', '10:00'),
        asked.text('lesson', 'Lesson', 'Cours', { en: 'Maths', fr: 'Mathématiques' }),
        asked.text('reason', 'Reason given', 'Motif donné', { en: 'Ill', fr: 'Malade' }),
      ],
      {
        en: [
          { date: '2026-11-12', from: '08:00', to: '10:00', lesson: 'Maths', reason: 'Ill' },
          { date: '2026-11-16', from: '13:30', to: '15:30', lesson: 'History', reason: 'No reason' },
        ],
        fr: [
          { date: '2026-11-12', from: '08:00', to: '10:00', lesson: 'Mathématiques', reason: 'Malade' },
          { date: '2026-11-16', from: '13:30', to: '15:30', lesson: 'Histoire', reason: 'Sans motif' },
        ],
      },
    ),
    asked.date('absences.month', 'Month', 'Mois', '2026-11-01'),
    asked.number('absences.halfDays', 'Half-days', 'Demi-journées', 2, { kind: 'count', unit: halfDays }),
    asked.date('absences.replyBy', 'Reply by', 'Réponse avant le', '2026-12-04'),
  ],
}

export const lateness: FieldGroup = {
  name: 'lateness',
  label: { en: 'Lateness', fr: 'Retards' },
  fields: [
    askedRows(
      'lateness.rows',
      'Each late arrival',
      'Chaque retard',
      [
        asked.date('date', 'Date', 'Date', '2026-11-10'),
        asked.time('arrival', 'Arrived at', 'Arrivée à', '08:12'),
        asked.number('minutes', 'Minutes', 'Minutes', 12, { kind: 'count', unit: minutes }),
        asked.text('lesson', 'Lesson', 'Cours', { en: 'English', fr: 'Anglais' }),
      ],
      {
        en: [
          { date: '2026-11-10', arrival: '08:12', minutes: 12, lesson: 'English' },
          { date: '2026-11-17', arrival: '08:25', minutes: 25, lesson: 'Physics' },
          { date: '2026-11-19', arrival: '13:40', minutes: 10, lesson: 'Art' },
        ],
        fr: [
          { date: '2026-11-10', arrival: '08:12', minutes: 12, lesson: 'Anglais' },
          { date: '2026-11-17', arrival: '08:25', minutes: 25, lesson: 'Physique-chimie' },
          { date: '2026-11-19', arrival: '13:40', minutes: 10, lesson: 'Arts plastiques' },
        ],
      },
    ),
    asked.number('lateness.count', 'Number of times', 'Nombre de retards', 3, { kind: 'count', unit: times }),
    asked.number('lateness.minutes', 'Minutes in all', 'Minutes au total', 47, { kind: 'count', unit: minutes }),
    asked.date('lateness.since', 'Since', 'Depuis le', '2026-11-02'),
  ],
}
