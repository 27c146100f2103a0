import type { Language } from '../primitives.ts'

type Sentence = { message: string; hint?: string }
type Both = Record<Language, Sentence>
const say = (en: string, fr: string, hintEn?: string, hintFr?: string): Both => ({
  en: { message: en, hint: hintEn },
  fr: { message: fr, hint: hintFr },
})

/** Every refusal in plain words, with the way out. `{name}` is replaced by the error's values. */
export const errorWords = {
  // forms
  REQUIRED: say('This field is empty.', 'Ce champ est vide.', 'Fill it in.', 'Complétez-le.'),
  TOO_LONG: say(
    'This is too long: {maximum} characters at most.',
    'C’est trop long : {maximum} caractères au plus.',
    'Shorten it.',
    'Raccourcissez-le.',
  ),
  TOO_SHORT: say('This is too short.', 'C’est trop court.'),
  TOO_BIG: say('This number is too big.', 'Ce nombre est trop grand.'),
  WRONG_TYPE: say(
    'This value is not of the right kind.',
    'Cette valeur n’est pas du bon type.',
    'Check what was entered.',
    'Vérifiez la saisie.',
  ),
  UNKNOWN_CHOICE: say('This is not one of the choices.', 'Ce n’est pas un des choix possibles.'),
  CONTROL_CHARACTERS: say(
    'This text holds invisible control characters.',
    'Ce texte contient des caractères de contrôle invisibles.',
    'Type it again instead of pasting it.',
    'Retapez-le au lieu de le coller.',
  ),
  NOT_UNICODE: say(
    'This text is damaged (half a character).',
    'Ce texte est abîmé (un demi-caractère).',
    'Type it again.',
    'Retapez-le.',
  ),
  PASSWORD_SHORT: say(
    'A password needs at least 10 characters.',
    'Un mot de passe compte au moins 10 caractères.',
    'Four ordinary words make a good one.',
    'Quatre mots courants en font un bon.',
  ),
  PORT: say(
    'The port is a number from 1 to 65535.',
    'Le port est un nombre de 1 à 65535.',
    'Usual ones: 587, 465, 25.',
    'Les usuels : 587, 465, 25.',
  ),
  WAITING_TIME: say('The waiting time is 1 to 60 seconds.', 'Le délai d’attente va de 1 à 60 secondes.'),
  BODY_TOO_LARGE: say(
    'What was sent is too large.',
    'L’envoi est trop volumineux.',
    'Remove images or attachments.',
    'Retirez des images ou des pièces jointes.',
  ),
  NOT_JSON: say('The request could not be read.', 'La demande est illisible.'),
  // addresses
  ADDRESS_INVALID: say(
    '“{value}” is not an e-mail address.',
    '« {value} » n’est pas une adresse e-mail.',
    'It looks like name@example.org.',
    'Elle ressemble à nom@exemple.fr.',
  ),
  ADDRESS_SEVERAL: say(
    'There are several addresses in this field.',
    'Il y a plusieurs adresses dans ce champ.',
    'One address per line.',
    'Une adresse par ligne.',
  ),
  ADDRESS_QUOTED: say(
    'Quotes and comments are not accepted in an address.',
    'Les guillemets et commentaires ne sont pas acceptés dans une adresse.',
    'Type only name@example.org.',
    'Tapez seulement nom@exemple.fr.',
  ),
  ADDRESS_NOT_ASCII: say(
    'The part before the @ may only hold letters without accents, digits and . _ - +',
    'La partie avant le @ ne peut contenir que des lettres sans accent, des chiffres et . _ - +',
    'Check the spelling with its owner.',
    'Vérifiez l’orthographe avec son titulaire.',
  ),
  ADDRESS_DUPLICATE: say(
    '“{value}” is there twice.',
    '« {value} » figure deux fois.',
    'Remove one of them.',
    'Retirez-en une.',
  ),
  // who
  NOT_SIGNED_IN: say(
    'You are not signed in, or the session has ended.',
    'Vous n’êtes pas connecté, ou la session est terminée.',
    'Sign in again; what you typed is kept.',
    'Reconnectez-vous ; votre saisie est gardée.',
  ),
  NOT_ALLOWED: say(
    'Your role does not allow this.',
    'Votre rôle ne le permet pas.',
    'Ask a supervisor.',
    'Adressez-vous à un superviseur.',
  ),
  NOT_FOUND: say('This does not exist, or no longer.', 'Cela n’existe pas, ou plus.'),
  CSRF: say(
    'This page is out of date.',
    'Cette page n’est plus à jour.',
    'Reload it and try again.',
    'Rechargez-la et réessayez.',
  ),
  ORIGIN: say('The request comes from another site.', 'La demande vient d’un autre site.'),
  SIGN_IN_FAILED: say(
    'This e-mail address and password do not go together.',
    'Cette adresse et ce mot de passe ne vont pas ensemble.',
    'Check both. A supervisor can send a new link.',
    'Vérifiez les deux. Un superviseur peut envoyer un nouveau lien.',
  ),
  THROTTLED: say(
    'Too many attempts.',
    'Trop de tentatives.',
    'Wait {minutes} min, then try again.',
    'Attendez {minutes} min, puis réessayez.',
  ),
  RATE_LIMITED: say(
    'Too many requests at once.',
    'Trop de demandes à la fois.',
    'Wait a moment.',
    'Patientez un instant.',
  ),
  PASSWORD_WRONG: say('The current password is not right.', 'Le mot de passe actuel n’est pas le bon.'),
  SETUP_CLOSED: say(
    'The first-run setup is closed: a supervisor exists.',
    'La première configuration est close : un superviseur existe.',
    'Sign in.',
    'Connectez-vous.',
  ),
  SETUP_TOKEN: say(
    'This setup link is not the right one.',
    'Ce lien de configuration n’est pas le bon.',
    'Use the link printed when Mailroom started.',
    'Utilisez le lien affiché au démarrage de Mailroom.',
  ),
  INVITATION_INVALID: say(
    'This invitation has expired or was used.',
    'Cette invitation a expiré ou a déjà servi.',
    'Ask for a new one.',
    'Demandez-en une nouvelle.',
  ),
  USER_EXISTS: say('There is already a user with this address.', 'Il y a déjà un utilisateur avec cette adresse.'),
  LAST_SUPERVISOR: say(
    'This is the last active supervisor.',
    'C’est le dernier superviseur actif.',
    'Name another one first.',
    'Nommez-en d’abord un autre.',
  ),
  CHANGED_MEANWHILE: say(
    '{by} changed this since you opened it.',
    '{by} a modifié ceci depuis que vous l’avez ouvert.',
    'Reload to see the change; copy what you typed first.',
    'Rechargez pour voir la modification ; copiez d’abord votre saisie.',
  ),
  // sending
  HOST_INVALID: say(
    '“{value}” is not the name of a mail server.',
    '« {value} » n’est pas le nom d’un serveur de messagerie.',
    'Only the name, such as smtp.example.org, without http:// and without the port.',
    'Seulement le nom, comme smtp.exemple.fr, sans http:// ni port.',
  ),
  HOST_FORBIDDEN: say(
    'This server cannot be used: {value} is an address of this machine or a protected network.',
    'Ce serveur est refusé : {value} est une adresse de cette machine ou d’un réseau protégé.',
    'Enter the public name of your mail server.',
    'Saisissez le nom public de votre serveur.',
  ),
  PORT_FORBIDDEN: say(
    'Port {value} is not a port for sending e-mail.',
    'Le port {value} ne sert pas à envoyer des e-mails.',
    'Use 587, 465, 25 or 2525.',
    'Utilisez 587, 465, 25 ou 2525.',
  ),
  SECRET_AGAIN: say(
    'The host or the user changed: type the password again.',
    'L’hôte ou l’utilisateur a changé : retapez le mot de passe.',
    'The saved password is only for the server it was saved for.',
    'Le mot de passe gardé ne vaut que pour son serveur.',
  ),
  USERNAME_REQUIRED: say(
    'A user name is needed for this kind of login.',
    'Un nom d’utilisateur est nécessaire pour cette connexion.',
    'Fill it in, or choose “None” under Authentication.',
    'Indiquez-le, ou choisissez « Aucune » sous Authentification.',
  ),
  FROM_ENVIRONMENT: say(
    'This comes from the environment ({variable}) and cannot be changed here.',
    'Cela vient de l’environnement ({variable}) et ne se modifie pas ici.',
  ),
  SERVER_MISSING: say(
    'No mail server is set up yet.',
    'Aucun serveur de messagerie n’est encore configuré.',
    'A supervisor sets it in E-mail dispatching parameters.',
    'Un superviseur le règle dans les paramètres d’envoi.',
  ),
  DOMAIN_INVALID: say(
    '“{value}” is not a domain.',
    '« {value} » n’est pas un domaine.',
    'Type it without @ or *, such as example.org; with a dot in front for its subdomains too.',
    'Tapez-le sans @ ni *, comme exemple.fr ; avec un point devant pour ses sous-domaines aussi.',
  ),
  DOMAIN_EXISTS: say('This domain is already authorised.', 'Ce domaine est déjà autorisé.'),
  // accounts
  ACCOUNT_NOT_YOURS: say(
    'You may not send from this account.',
    'Vous ne pouvez pas envoyer depuis ce compte.',
    'Ask a supervisor to authorise you.',
    'Demandez l’autorisation à un superviseur.',
  ),
  ACCOUNT_PENDING: say(
    'The address of this account is not proven yet.',
    'L’adresse de ce compte n’est pas encore prouvée.',
    'Type in the code that was sent to it.',
    'Saisissez le code qui y a été envoyé.',
  ),
  ACCOUNT_MISSING: say(
    'You have no account to send from.',
    'Vous n’avez pas de compte d’envoi.',
    'Set one up in My account.',
    'Créez-en un dans Mon compte.',
  ),
  ACCOUNT_EXISTS: say('There is already an account with this address.', 'Il existe déjà un compte avec cette adresse.'),
  ACCOUNT_BUSY: say(
    '{count} letters still wait in this account.',
    '{count} lettres attendent encore dans ce compte.',
    'Wait until they have left, or cancel them.',
    'Attendez leur départ, ou annulez-les.',
  ),
  CODE_WRONG: say(
    'This is not the code. {left} tries left.',
    'Ce n’est pas le code. Encore {left} essais.',
    'Check the newest message.',
    'Vérifiez le message le plus récent.',
  ),
  CODE_EXPIRED: say(
    'This code has expired.',
    'Ce code a expiré.',
    'Have a new one sent.',
    'Faites-en envoyer un nouveau.',
  ),
  CODE_TRIES: say(
    'Five wrong codes: this one no longer works.',
    'Cinq codes faux : celui-ci ne vaut plus.',
    'Have a new one sent.',
    'Faites-en envoyer un nouveau.',
  ),
  CODE_USED: say(
    'The address of this account is already proven.',
    'L’adresse de ce compte est déjà prouvée.',
    'No code is needed.',
    'Aucun code n’est nécessaire.',
  ),
  CODE_TOO_SOON: say(
    'A code was sent a moment ago.',
    'Un code vient d’être envoyé.',
    'Wait {seconds} s before asking for another.',
    'Attendez {seconds} s avant d’en redemander un.',
  ),
  // people and imports
  FILE_EMPTY: say('This file is empty.', 'Ce fichier est vide.'),
  FILE_TOO_LARGE: say(
    'This file is larger than {maximum} MB.',
    'Ce fichier dépasse {maximum} Mo.',
    'Send a link, or a smaller file.',
    'Envoyez un lien, ou un fichier plus petit.',
  ),
  FILE_MISSING: say('No file was sent.', 'Aucun fichier n’a été envoyé.'),
  FILE_UNREADABLE: say(
    'This file could not be read: {detail}',
    'Ce fichier est illisible : {detail}',
    'Export it again, as CSV (UTF-8) or zip.',
    'Exportez-le à nouveau, en CSV (UTF-8) ou zip.',
  ),
  FILE_UNKNOWN: say(
    'This is not a file that Mailroom knows.',
    'Mailroom ne connaît pas ce fichier.',
    'OneRoster 1.1 or 1.2 (zip), or any CSV table with headers.',
    'OneRoster 1.1 ou 1.2 (zip), ou tout tableau CSV avec en-têtes.',
  ),
  FILE_FORBIDDEN: say(
    'Files of this kind are not sent by e-mail ({detail}).',
    'Ce genre de fichier ne s’envoie pas par e-mail ({detail}).',
    'Send a PDF or a picture.',
    'Envoyez un PDF ou une image.',
  ),
  FILE_DISGUISED: say(
    'This file is not what its name says ({detail}).',
    'Ce fichier n’est pas ce que dit son nom ({detail}).',
  ),
  IMPORT_INCOMPLETE: say(
    'The import needs the file {file}.',
    'L’import a besoin du fichier {file}.',
    'Zip all CSV files of the export together.',
    'Zippez ensemble tous les CSV de l’export.',
  ),
  IMPORT_COLUMNS: say(
    'No column gives a name or an identifier.',
    'Aucune colonne ne donne un nom ou un identifiant.',
    'Map at least the surname.',
    'Indiquez au moins la colonne du nom.',
  ),
  IMPORT_STATE: say(
    'This import is already {state}.',
    'Cet import est déjà {state}.',
    'Start a new one.',
    'Commencez-en un nouveau.',
  ),
  // letters
  LETTER_NOT_OFFERED: say(
    'This letter is not for this list.',
    'Cette lettre n’est pas prévue pour cette liste.',
    'Choose another letter.',
    'Choisissez une autre lettre.',
  ),
  LETTER_ARCHIVED: say(
    'This letter is archived.',
    'Cette lettre est archivée.',
    'Bring it back first.',
    'Rétablissez-la d’abord.',
  ),
  LETTER_EMPTY: say(
    'The letter has no text.',
    'La lettre n’a pas de texte.',
    'Write at least one language.',
    'Rédigez au moins une langue.',
  ),
  LETTER_PROBLEM: say('The letter cannot be used: {detail}', 'La lettre n’est pas utilisable : {detail}'),
  FIELD_UNKNOWN: say(
    'The field “{field}” does not exist here.',
    'Le champ « {field} » n’existe pas ici.',
    'Did you mean “{suggestion}”?',
    'Vouliez-vous dire « {suggestion} » ?',
  ),
  LOGO_INVALID: say(
    'The logo must be a PNG or JPEG of at most 200 kB.',
    'Le logo est un PNG ou JPEG de 200 ko au plus.',
  ),
  COLOUR_INVALID: say(
    'A colour is written as # and six digits or letters a to f, such as #22452f.',
    'Une couleur s’écrit # puis six chiffres ou lettres de a à f, comme #22452f.',
  ),
  COLOUR_TOO_LIGHT: say(
    'This colour is too light to be read on white paper.',
    'Cette couleur est trop claire pour être lue sur du papier blanc.',
    'Choose a darker one.',
    'Choisissez-en une plus foncée.',
  ),
  RENDER_FAILED: say(
    'The PDF could not be made: {detail}',
    'Le PDF n’a pas pu être fait : {detail}',
    'Nothing is lost. Try again in a moment.',
    'Rien n’est perdu. Réessayez dans un instant.',
  ),
  // dispatches
  NO_RECIPIENT: say(
    'Nobody would receive this: {detail}.',
    'Personne ne recevrait ceci : {detail}.',
    'Complete addresses, or print.',
    'Complétez les adresses, ou imprimez.',
  ),
  CHOOSE_PDF_OR_BODY: say(
    'Tick “attach in PDF”, “integrate in e-mail body”, or both.',
    'Cochez « joindre en PDF », « intégrer au corps », ou les deux.',
  ),
  RECIPIENTS_CHANGED: say(
    'The recipients changed since the check-up: {now} instead of {before}.',
    'Les destinataires ont changé depuis la vérification : {now} au lieu de {before}.',
    'Look at the check-up again.',
    'Revoyez la vérification.',
  ),
  OTHERS_TOO_MANY: say('At most {maximum} Others.', 'Au plus {maximum} autres destinataires.'),
  ATTACHMENTS_TOO_LARGE: say(
    'With its attachments the e-mail weighs {size} MB; at most {maximum} MB.',
    'Avec ses pièces jointes l’e-mail pèse {size} Mo ; au plus {maximum} Mo.',
    'Remove or shrink attachments.',
    'Retirez ou réduisez des pièces jointes.',
  ),
  UNDO_OVER: say(
    'Too late to undo: it is being sent.',
    'Trop tard pour annuler : l’envoi est en cours.',
    'Cancel what has not gone in the sending page.',
    'Annulez ce qui n’est pas parti dans la page Envois.',
  ),
  NOTHING_HELD: say('Nothing is held after a restore.', 'Rien n’est retenu après une restauration.'),
  DISPATCH_OVER: say('This dispatch is over.', 'Cet envoi est terminé.'),
  SEND_AT_PAST: say(
    'The chosen time is past.',
    'L’heure choisie est passée.',
    'Choose a later one.',
    'Choisissez-en une plus tardive.',
  ),
  MESSAGE_NOT_FAILED: say('This e-mail did not fail.', 'Cet e-mail n’a pas échoué.'),
  PRINT_NOT_READY: say(
    'The print file is not ready yet.',
    'Le fichier à imprimer n’est pas encore prêt.',
    'It takes a few seconds.',
    'Quelques secondes suffisent.',
  ),
  // server side
  DATABASE_AWAY: say(
    'The database does not answer.',
    'La base de données ne répond pas.',
    'Nothing was saved. Try again in a moment.',
    'Rien n’a été enregistré. Réessayez dans un instant.',
  ),
  INTERNAL: say(
    'Something went wrong on our side.',
    'Une erreur est survenue de notre côté.',
    'Nothing was half-saved. Try again; give the request number if it lasts.',
    'Rien n’est enregistré à moitié. Réessayez ; donnez le numéro de demande si cela dure.',
  ),
} as const satisfies Record<string, Both>

export type ErrorCode = keyof typeof errorWords
export type WordValues = Record<string, string | number>

/** Fills `{name}` in a sentence; a missing value leaves an ellipsis. */
export const fill = (sentence: string, values: WordValues = {}): string =>
  sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? '…'))

/** The sentence and the way out for a code, in a language. */
export const sayError = (
  code: ErrorCode,
  language: Language,
  values: WordValues = {},
): { message: string; hint?: string } => {
  const { message, hint }: Sentence = errorWords[code][language]
  // "Did you mean …?" without a suggestion is no help.
  const useful = hint && !(hint.includes('{suggestion}') && !values.suggestion)
  return { message: fill(message, values), hint: useful ? fill(hint, values) : undefined }
}
