import type { Language } from '../primitives.ts'

type Words = { en: [words: string, hint: string]; fr: [words: string, hint: string] }

const keeps = {
  en: 'Nothing is lost. Restart the workers; if it comes back, send the log to your technician.',
  fr: 'Rien n’est perdu. Redémarrez les processus d’envoi ; si cela revient, transmettez le journal à votre technicien.',
}

/** What the watch found, for a supervisor: the fact with its number, then what it means and what to do. */
export const alertWords: Record<string, Words> = {
  'state-unknown': {
    en: ['{count} {message is|messages are} in a state that does not exist', keeps.en],
    fr: ['{count} {message est|messages sont} dans un état qui n’existe pas', keeps.fr],
  },
  'ready-without-content': {
    en: ['{count} {message is|messages are} ready but {has|have} no content', keeps.en],
    fr: ['{count} {message est prêt mais n’a|messages sont prêts mais n’ont} pas de contenu', keeps.fr],
  },
  'hint-forgotten': {
    en: ['{count} {message was|messages were} handed to a worker that forgot {it|them}', keeps.en],
    fr: [
      '{count} {message a été confié à un processus qui l’a oublié|messages ont été confiés à un processus qui les a oubliés}',
      keeps.fr,
    ],
  },
  'lease-forgotten': {
    en: ['{count} {message has|messages have} waited too long for the mail server’s last word', keeps.en],
    fr: ['{count} {message attend|messages attendent} depuis trop longtemps le dernier mot du serveur', keeps.fr],
  },
  'due-forgotten': {
    en: [
      '{count} {message is|messages are} due but {was|were} not taken up',
      'Nothing is lost. See whether a worker is running.',
    ],
    fr: [
      '{count} {message est échu mais n’a pas été repris|messages sont échus mais n’ont pas été repris}',
      'Rien n’est perdu. Vérifiez qu’un processus d’envoi fonctionne.',
    ],
  },
  'preparing-stuck': {
    en: [
      '{count} {letter has|letters have} been in preparation for more than half an hour',
      'Nothing is lost. See on this page whether letters are made as PDF.',
    ],
    fr: [
      '{count} {lettre est|lettres sont} en préparation depuis plus d’une demi-heure',
      'Rien n’est perdu. Voyez sur cette page si les lettres en PDF se font.',
    ],
  },
  'ready-stuck': {
    en: [
      '{count} {message is|messages are} ready, the server is well, and yet nothing leaves',
      'Nothing is lost. See whether a worker is running.',
    ],
    fr: [
      '{count} {message est prêt|messages sont prêts}, le serveur répond, et pourtant rien ne part',
      'Rien n’est perdu. Vérifiez qu’un processus d’envoi fonctionne.',
    ],
  },
  'server-missing': {
    en: ['{count} {message belongs|messages belong} to a mail server that no longer exists', keeps.en],
    fr: ['{count} {message dépend|messages dépendent} d’un serveur qui n’existe plus', keeps.fr],
  },
  'held-without-reason': {
    en: [
      '{count} {message is|messages are} held and nothing says why',
      'Pause and resume their dispatch to let them go.',
    ],
    fr: [
      '{count} {message est retenu|messages sont retenus} sans raison connue',
      'Mettez leur envoi en pause puis reprenez-le pour les libérer.',
    ],
  },
  'accepted-without-time': {
    en: [
      '{count} {message is|messages are} marked accepted without a time',
      'They may not have left. Send the log to your technician.',
    ],
    fr: [
      '{count} {message est marqué accepté|messages sont marqués acceptés} sans heure',
      'Ils ne sont peut-être pas partis. Transmettez le journal à votre technicien.',
    ],
  },
  'cancelled-but-open': {
    en: [
      '{count} {message|messages} of cancelled dispatches {is|are} still open',
      'Cancel these dispatches once more.',
    ],
    fr: [
      '{count} {message d’envois annulés est encore ouvert|messages d’envois annulés sont encore ouverts}',
      'Annulez ces envois une nouvelle fois.',
    ],
  },
  'done-but-open': {
    en: ['{count} {message|messages} of finished dispatches {is|are} still open', keeps.en],
    fr: [
      '{count} {message d’envois terminés est encore ouvert|messages d’envois terminés sont encore ouverts}',
      keeps.fr,
    ],
  },
  'recipient-without-message': {
    en: [
      '{count} {recipient by e-mail has|recipients by e-mail have} no message',
      'They were not written to. Send to them again.',
    ],
    fr: [
      '{count} {destinataire par e-mail n’a|destinataires par e-mail n’ont} pas de message',
      'Ils n’ont rien reçu. Refaites-leur l’envoi.',
    ],
  },
  'job-stuck': {
    en: [
      '{count} background {job|jobs} (print files, imports) failed or {is|are} late',
      'Open the dispatch or import and start it again.',
    ],
    fr: [
      '{count} {tâche de fond (fichier à imprimer, importation) a échoué ou tarde|tâches de fond (fichiers à imprimer, importations) ont échoué ou tardent}',
      'Ouvrez l’envoi ou l’importation et relancez.',
    ],
  },
  restored: {
    en: [
      'An older backup of the database was put back: {count} {letter is|letters are} held',
      'They may already have been sent after the backup was made. Send them, or give them up.',
    ],
    fr: [
      'Une sauvegarde plus ancienne a été restaurée : {count} {lettre est retenue|lettres sont retenues}',
      'Elles ont peut-être déjà été envoyées après cette sauvegarde. Envoyez-les ou abandonnez-les.',
    ],
  },
  'watch-silent': {
    en: [
      'Nobody has looked after the letters for {count} {minute|minutes}',
      'Start a worker: nothing leaves without one.',
    ],
    fr: [
      'Personne ne surveille les lettres depuis {count} {minute|minutes}',
      'Démarrez un processus d’envoi : rien ne part sans lui.',
    ],
  },
}

/** `{message is|messages are}`: for one, for several. */
const counted = (words: string, count: number): string =>
  words.replaceAll(/\{([^|}]*)\|([^}]*)\}/g, count === 1 ? '$1' : '$2').replace('{count}', String(count))

/** The sentence and its way out; an unknown code is a defect and shows itself as the code. */
export const sayAlert = (code: string, count: number, language: Language): { words: string; hint: string } => {
  const [words, hint] = alertWords[code]?.[language] ?? [code, '']
  return { words: counted(words, count), hint }
}
