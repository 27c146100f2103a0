import type { HealthCode } from '../health.ts'
import type { Language } from '../primitives.ts'

type Pair = readonly [en: string, fr: string]

/**
 * What a part of Mailroom is, or what is the matter with it and the way out, for a supervisor and for whoever installs.
 * `{value}` is what the part itself said: a version, a setting, an error code.
 */
export const healthWords: Record<HealthCode, Pair> = {
  'database-ready': ['PostgreSQL {value}', 'PostgreSQL {value}'],
  'database-too-old': [
    'PostgreSQL {value} is too old: install version 18 or a newer one',
    'PostgreSQL {value} est trop ancien : installez la version 18 ou une plus récente',
  ],
  'database-silent': [
    'PostgreSQL does not answer ({value}): see that it runs, and that DATABASE_URL leads to it',
    'PostgreSQL ne répond pas ({value}) : vérifiez qu’il fonctionne et que DATABASE_URL y mène',
  ],
  'queue-in-postgres': ['In PostgreSQL', 'Dans PostgreSQL'],
  'queue-in-redis': ['In Redis', 'Dans Redis'],
  'queue-silent': ['The queue does not answer', 'La file d’attente ne répond pas'],
  'redis-silent': [
    'Redis does not answer: see that it runs, and that REDIS_URL leads to it',
    'Redis ne répond pas : vérifiez qu’il fonctionne et que REDIS_URL y mène',
  ],
  'redis-evicts': [
    'Redis may drop what waits: its maxmemory-policy is {value}, set it to noeviction',
    'Redis peut perdre ce qui attend : sa maxmemory-policy est {value}, réglez-la sur noeviction',
  ],
  'renderer-ready': ['{value}', '{value}'],
  'renderer-without-sandbox': ['{value}, without its sandbox', '{value}, sans son bac à sable'],
  'renderer-starting': ['Chromium is starting', 'Chromium démarre'],
  'renderer-missing': [
    'Chromium does not start: install it, or name it in PUPPETEER_EXECUTABLE_PATH',
    'Chromium ne démarre pas : installez-le, ou indiquez-le dans PUPPETEER_EXECUTABLE_PATH',
  ],
  'no-worker': [
    'No worker is running: start one, nothing leaves without it',
    'Aucun processus d’envoi ne fonctionne : démarrez-en un, rien ne part sans lui',
  ],
  'sending-ready': ['The mail server answers', 'Le serveur de messagerie répond'],
  'sending-rests': [
    'The mail server is paused; nothing is lost',
    'Le serveur de messagerie est en pause ; rien n’est perdu',
  ],
  'sending-not-set-up': ['No mail server is set up', 'Aucun serveur de messagerie n’est configuré'],
  unknown: ['Not known', 'Inconnu'],
}

/** The sentence of a code; without a value its brackets go too. */
export const sayHealth = (code: HealthCode, language: Language, value = ''): string => {
  const words = healthWords[code][language === 'en' ? 0 : 1]
  return value ? words.replace('{value}', value) : words.replace(' ({value})', '').replace('{value}', '').trim()
}
