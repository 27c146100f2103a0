import type { Language } from '../primitives.ts'

type Words = { en: [words: string, hint: string]; fr: [words: string, hint: string] }

const keeps = {
  en: 'Nothing is lost. Restart the workers; if it comes back, send the log to your technician.',
  fr: 'Rien n’est perdu. Redémarrez les processus d’envoi ; si cela revient, transmettez le journal à votre technicien.',
}

/** What the watch found, for a supervisor: the fact, then what it means and what to do. */
export const alertWords: Record<string, Words> = {
  'state-unknown': {
    en: ['{count} messages are in a state that does not exist', keeps.en],
    fr: ['{count} messages sont dans un état qui n’existe pas', keeps.fr],
  },
  'ready-without-content': {
    en: ['{count} messages are ready but have no content', keeps.en],
    fr: ['{count} messages sont prêts mais n’ont pas de contenu', keeps.fr],
  },
  'hint-forgotten': {
    en: ['{count} messages were handed to a worker that forgot them', keeps.en],
    fr: ['{count} messages ont été confiés à un processus qui les a oubliés', keeps.fr],
  },
  'lease-forgotten': {
    en: ['{count} messages have waited too long for the mail server’s last word', keeps.en],
    fr: ['{count} messages attendent depuis trop longtemps le dernier mot du serveur', keeps.fr],
  },
  'due-forgotten': {
    en: ['{count} messages are due but were not taken up', 'Nothing is lost. See whether a worker is running.'],
    fr: [
      '{count} messages sont échus mais n’ont pas été repris',
      'Rien n’est perdu. Vérifiez qu’un processus d’envoi fonctionne.',
    ],
  },
  'preparing-stuck': {
    en: [
      '{count} letters have been in preparation for more than half an hour',
      'Nothing is lost. See whether the PDF renderer works (above).',
    ],
    fr: [
      '{count} lettres sont en préparation depuis plus d’une demi-heure',
      'Rien n’est perdu. Vérifiez que le moteur PDF fonctionne (ci-dessus).',
    ],
  },
  'ready-stuck': {
    en: [
      '{count} messages are ready, the server is well, and yet nothing leaves',
      'Nothing is lost. See whether a worker is running.',
    ],
    fr: [
      '{count} messages sont prêts, le serveur répond, et pourtant rien ne part',
      'Rien n’est perdu. Vérifiez qu’un processus d’envoi fonctionne.',
    ],
  },
  'server-missing': {
    en: ['{count} messages belong to a mail server that no longer exists', keeps.en],
    fr: ['{count} messages dépendent d’un serveur qui n’existe plus', keeps.fr],
  },
  'held-without-reason': {
    en: ['{count} messages are held and nothing says why', 'Pause and resume their dispatch to let them go.'],
    fr: [
      '{count} messages sont retenus sans raison connue',
      'Mettez leur envoi en pause puis reprenez-le pour les libérer.',
    ],
  },
  'accepted-without-time': {
    en: [
      '{count} messages are marked accepted without a time',
      'They may not have left. Send the log to your technician.',
    ],
    fr: [
      '{count} messages sont marqués acceptés sans heure',
      'Ils ne sont peut-être pas partis. Transmettez le journal à votre technicien.',
    ],
  },
  'cancelled-but-open': {
    en: ['{count} messages of cancelled dispatches are still open', 'Cancel these dispatches once more.'],
    fr: ['{count} messages d’envois annulés sont encore ouverts', 'Annulez ces envois une nouvelle fois.'],
  },
  'done-but-open': {
    en: ['{count} messages of finished dispatches are still open', keeps.en],
    fr: ['{count} messages d’envois terminés sont encore ouverts', keeps.fr],
  },
  'recipient-without-message': {
    en: ['{count} recipients by e-mail have no message', 'They were not written to. Send to them again.'],
    fr: ['{count} destinataires par e-mail n’ont pas de message', 'Ils n’ont rien reçu. Refaites-leur l’envoi.'],
  },
  'job-stuck': {
    en: [
      '{count} background jobs (print files, imports) failed or are late',
      'Open the dispatch or import and start it again.',
    ],
    fr: [
      '{count} tâches de fond (fichiers à imprimer, importations) ont échoué ou tardent',
      'Ouvrez l’envoi ou l’importation et relancez.',
    ],
  },
  restored: {
    en: [
      'An older backup of the database was put back: {count} letters are held',
      'They may already have been sent after the backup was made. Send them, or give them up.',
    ],
    fr: [
      'Une sauvegarde plus ancienne a été restaurée : {count} lettres sont retenues',
      'Elles ont peut-être déjà été envoyées après cette sauvegarde. Envoyez-les ou abandonnez-les.',
    ],
  },
  'watch-silent': {
    en: ['Nobody has looked after the letters for {count} minutes', 'Start a worker: nothing leaves without one.'],
    fr: [
      'Personne ne surveille les lettres depuis {count} minutes',
      'Démarrez un processus d’envoi : rien ne part sans lui.',
    ],
  },
}

/** The sentence and its way out; an unknown code is a defect and shows itself as the code. */
export const sayAlert = (code: string, count: number, language: Language): { words: string; hint: string } => {
  const [words, hint] = alertWords[code]?.[language] ?? [code, '']
  return { words: words.replace('{count}', String(count)), hint }
}
