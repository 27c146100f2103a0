import type { Language } from '../primitives.ts'
import { fill, type WordValues } from './errors.ts'

type Pair = readonly [en: string, fr: string]

/**
 * Why a mail server took a message or did not: one sentence per reason code, to be read by a school secretary. The
 * codes are those of the mailer package and of the engine.
 */
export const reasonWords: Record<string, Pair> = {
  accepted: ['Accepted by the mail server', 'Accepté par le serveur de messagerie'],
  'dns-unknown': ['The server’s name is unknown', 'Le nom du serveur est inconnu'],
  'dns-failed': ['The server’s name could not be looked up', 'Le nom du serveur n’a pas pu être recherché'],
  'connection-refused': [
    'The server refuses the connection on this port',
    'Le serveur refuse la connexion sur ce port',
  ],
  'connection-timeout': ['The server could not be reached in time', 'Le serveur n’a pas pu être joint à temps'],
  'connection-reset': ['The server hung up', 'Le serveur a raccroché'],
  'network-unreachable': ['The network does not lead to this server', 'Le réseau ne mène pas à ce serveur'],
  'greeting-refused': ['The server does not want to talk to us now', 'Le serveur ne veut pas dialoguer pour l’instant'],
  'greeting-timeout': ['The server did not say a word in time', 'Le serveur n’a rien dit à temps'],
  'command-timeout': ['The server stopped answering', 'Le serveur a cessé de répondre'],
  'server-closing': ['The server is closing for a while', 'Le serveur ferme pour un moment'],
  'server-busy': ['The server is busy', 'Le serveur est occupé'],
  'protocol-error': ['The server’s answer makes no sense', 'La réponse du serveur est incompréhensible'],
  'tls-not-offered': [
    'The server offers no encryption on this port',
    'Le serveur n’offre pas de chiffrement sur ce port',
  ],
  'tls-required': ['The server demands encryption', 'Le serveur exige le chiffrement'],
  'tls-handshake': ['Encryption could not be agreed upon', 'Le chiffrement n’a pas pu être négocié'],
  'tls-wrong-mode': ['The security mode does not match this port', 'Le mode de sécurité ne correspond pas à ce port'],
  'certificate-expired': ['The server’s certificate has expired', 'Le certificat du serveur a expiré'],
  'certificate-untrusted': ['The server’s certificate is not trusted', 'Le certificat du serveur n’est pas reconnu'],
  'certificate-name': [
    'The server’s certificate is made out to another name',
    'Le certificat du serveur porte un autre nom',
  ],
  'certificate-self-signed': ['The server signed its certificate itself', 'Le serveur a signé lui-même son certificat'],
  'login-refused': ['User or password refused by the server', 'Utilisateur ou mot de passe refusé par le serveur'],
  'login-required': ['The server wants a user and password', 'Le serveur demande un utilisateur et un mot de passe'],
  'login-unsupported': ['The server takes no login this way', 'Le serveur n’accepte pas de connexion ainsi'],
  'sender-refused': ['The server does not accept this sender', 'Le serveur n’accepte pas cet expéditeur'],
  'mailbox-unknown': ['This address does not exist', 'Cette adresse n’existe pas'],
  'mailbox-full': ['The mailbox is full', 'La boîte de réception est pleine'],
  'mailbox-disabled': ['The mailbox was closed by its provider', 'La boîte a été fermée par son fournisseur'],
  'domain-unknown': ['The part after the @ does not exist', 'La partie après le @ n’existe pas'],
  'address-invalid': ['The address is not written correctly', 'L’adresse est mal écrite'],
  'recipient-refused': [
    'The recipient’s server refuses this address',
    'Le serveur du destinataire refuse cette adresse',
  ],
  'relay-denied': [
    'The server does not send to this address for us',
    'Le serveur n’envoie pas à cette adresse pour nous',
  ],
  greylisted: [
    'The recipient’s server asks to come back later',
    'Le serveur du destinataire demande de revenir plus tard',
  ],
  'recipient-busy': ['The recipient’s server is busy', 'Le serveur du destinataire est occupé'],
  'rate-limited': ['Too many messages at once for the server', 'Trop de messages à la fois pour le serveur'],
  'too-large': ['The message is too big for the server', 'Le message est trop gros pour le serveur'],
  'content-refused': ['The server refuses the content', 'Le serveur refuse le contenu'],
  'policy-refused': ['The server’s rules refuse the message', 'Les règles du serveur refusent le message'],
  'spam-refused': ['The server takes the message for spam', 'Le serveur prend le message pour un indésirable'],
  'dot-timeout': ['No answer after the message was handed over', 'Pas de réponse après la remise du message'],
  'connection-lost-before-dot': [
    'The line broke before the message was handed over',
    'La ligne a coupé avant la remise du message',
  ],
  'connection-lost-after-dot': [
    'The line broke after the message was handed over',
    'La ligne a coupé après la remise du message',
  ],
  'gate-refused': ['Stopped before it was handed over', 'Arrêté avant la remise'],
  cancelled: ['Cancelled', 'Annulé'],
  closing: ['Interrupted by a restart; it goes again', 'Interrompu par un redémarrage ; il repart'],
  // The engine's own
  preparing: ['The letter is being prepared', 'La lettre est en préparation'],
  scheduled: ['Waits for its time', 'Attend son heure'],
  waiting: ['In line', 'Dans la file'],
  'server-paused': ['Waits until the mail server answers', 'Attend que le serveur réponde'],
  sending: ['Being handed over', 'En cours de remise'],
  paused: ['Paused by a person', 'Mis en pause par quelqu’un'],
  quota: ['Waits: the server’s limit is reached', 'Attend : la limite du serveur est atteinte'],
  'sender-held': [
    'Held: the server refuses the sender of this account',
    'Retenu : le serveur refuse l’expéditeur de ce compte',
  ],
  'server-held': ['Held: the server refuses every letter', 'Retenu : le serveur refuse toutes les lettres'],
  'right-revoked': [
    'Held: the author may no longer use this account',
    'Retenu : l’auteur ne peut plus utiliser ce compte',
  ],
  restore: ['Held after a restore, until released', 'Retenu après une restauration, jusqu’à libération'],
  'given-up': ['Given up by a person', 'Abandonné par quelqu’un'],
  expired: ['Tried for five days without success', 'Essayé pendant cinq jours sans succès'],
  'possibly-twice': [
    'Possibly received twice: the line broke at the last moment',
    'Peut-être reçu deux fois : la ligne a coupé au dernier moment',
  ],
  'no-answer-twice': ['No answer twice: it may not have arrived', 'Deux fois sans réponse : peut-être pas reçu'],
  'moved-to-paper': ['Moved to the paper pile', 'Passé sur papier'],
  'left-uncertain': ['Not tried again: it may have arrived', 'Plus tenté : peut-être reçu'],
  'prepare-failed': ['The letter could not be prepared', 'La lettre n’a pas pu être préparée'],
  'too-many-pages': ['The letter exceeds 50 pages', 'La lettre dépasse 50 pages'],
  'field-missing': ['A required field is empty', 'Un champ obligatoire est vide'],
  bounced: ['The message came back', 'Le message est revenu'],
}

/** The sentence for a reason code; an unknown code is a defect and shows itself as the code. */
export const sayReason = (code: string, language: Language): string => {
  const pair = reasonWords[code]
  return pair ? pair[language === 'en' ? 0 : 1] : code
}

/** Steps of the connection test: what went well. Failures use the reason's sentence. */
const stepWords: Record<string, Pair> = {
  'dns-running': ['Looking up {host}', 'Recherche de {host}'],
  'dns-not-needed': ['No look-up needed', 'Pas de recherche nécessaire'],
  resolved: ['{host} is {address}', '{host} est {address}'],
  'connect-running': ['Connecting to port {port}', 'Connexion au port {port}'],
  connected: ['Port {port} is open', 'Le port {port} est ouvert'],
  'greeting-running': ['Waiting for the greeting', 'Attente du message d’accueil'],
  greeted: ['The server greets', 'Le serveur salue'],
  'tls-running': ['Agreeing on encryption', 'Négociation du chiffrement'],
  encrypted: ['Encrypted ({protocol})', 'Chiffré ({protocol})'],
  'tls-not-used': ['Without encryption', 'Sans chiffrement'],
  'tls-offered-not-used': [
    'Without encryption, though the server offers it',
    'Sans chiffrement, bien que le serveur l’offre',
  ],
  'login-running': ['Signing in as {user}', 'Connexion en tant que {user}'],
  'login-not-needed': ['No login', 'Sans connexion'],
  'logged-in': ['Signed in as {user}', 'Connecté en tant que {user}'],
  'sender-running': ['Naming the sender {address}', 'Annonce de l’expéditeur {address}'],
  'sender-accepted': ['Sender accepted', 'Expéditeur accepté'],
  'recipient-running': ['Naming the recipient', 'Annonce du destinataire'],
  'recipient-accepted': ['Recipient accepted', 'Destinataire accepté'],
  'data-running': ['Handing over the message', 'Remise du message'],
  'message-accepted': ['Message accepted for {to}', 'Message accepté pour {to}'],
  'not-reached': ['Not reached', 'Pas atteint'],
}
export const sayStep = (code: string, language: Language, values: WordValues): string => {
  const pair = stepWords[code] ?? reasonWords[code]
  return pair ? fill(pair[language === 'en' ? 0 : 1], values) : code
}

/** One-click repairs after a failed test: the button's words. */
const adviceWords: Record<string, Pair> = {
  'wait-30': ['Wait 30 s and test again', 'Attendre 30 s et retester'],
  'wait-60': ['Wait 60 s and test again', 'Attendre 60 s et retester'],
  'try-starttls-587': ['Try STARTTLS on port 587', 'Essayer STARTTLS sur le port 587'],
  'try-tls-465': ['Try TLS on port 465', 'Essayer TLS sur le port 465'],
  'try-port': ['Try port {port}', 'Essayer le port {port}'],
  'use-starttls': ['Switch to STARTTLS and test again', 'Passer à STARTTLS et retester'],
  'use-tls': ['Switch to TLS and test again', 'Passer à TLS et retester'],
  'test-usual-ports': ['Test the usual ports', 'Tester les ports usuels'],
  'check-host': ['Check the spelling of {host}', 'Vérifier l’orthographe de {host}'],
  'check-network': ['Check this machine’s network', 'Vérifier le réseau de cette machine'],
  'check-security': ['Check the security mode', 'Vérifier le mode de sécurité'],
  'correct-login': ['Correct user and password', 'Corriger utilisateur et mot de passe'],
  'app-password': ['Use an app password', 'Utiliser un mot de passe d’application'],
  'no-login': ['Turn authentication off', 'Désactiver l’authentification'],
  'add-login': ['Enter user and password', 'Saisir utilisateur et mot de passe'],
  'trust-certificate': ['Trust this certificate', 'Accepter ce certificat'],
  'use-certificate-name': ['Use the name on the certificate', 'Utiliser le nom du certificat'],
  'renew-certificate': ['Have the certificate renewed', 'Faire renouveler le certificat'],
  'use-default-sender': ['Change the default sender', 'Changer l’expéditeur par défaut'],
  'authorised-domains': ['Look at the authorised domains', 'Voir les domaines autorisés'],
  'check-recipient': ['Check the target address', 'Vérifier l’adresse de test'],
  'try-later': ['Try again later', 'Réessayer plus tard'],
}
export const sayAdvice = (code: string, language: Language, values: WordValues = {}): string => {
  const pair = adviceWords[code]
  return pair ? fill(pair[language === 'en' ? 0 : 1], values) : code
}

/** Title and explanation of a finished test. */
export const testWords = {
  ok: ['The test message was accepted', 'Le message de test a été accepté'],
  failed: ['The test failed', 'Le test a échoué'],
  elapsed: ['Elapsed time', 'Délai dépassé'],
  elapsedWords: [
    'The server did not answer within {seconds} seconds.',
    'Le serveur n’a pas répondu en {seconds} secondes.',
  ],
  port25: [
    'Port 25 is for servers talking to each other, and networks often filter it. Port 587 is the one for sending with a password.',
    'Le port 25 sert aux serveurs entre eux, et les réseaux le filtrent souvent. Le port 587 est celui de l’envoi avec mot de passe.',
  ],
  starttls: [
    'The server speaks STARTTLS: switch the security mode and test again.',
    'Le serveur parle STARTTLS : changez le mode de sécurité et retestez.',
  ],
  atSixty: [
    'Even 60 seconds were not enough: check the host, the port and the security mode.',
    'Même 60 secondes n’ont pas suffi : vérifiez l’hôte, le port et le mode de sécurité.',
  ],
} as const satisfies Record<string, Pair>
export const sayTest = (key: keyof typeof testWords, language: Language, values: WordValues = {}): string =>
  fill(testWords[key][language === 'en' ? 0 : 1], values)
