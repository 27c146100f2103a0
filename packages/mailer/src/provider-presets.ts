import type { Security } from './settings.ts'

/** What the person must know before the password is typed. */
export type LoginNote = 'app-password' | 'oauth2-preferred' | 'bridge' | 'smtp-must-be-enabled'

export type ProviderPreset = {
  id: string
  name: string
  /** Address domains served; a leading dot matches every subdomain. */
  domains: readonly string[]
  /** Ends of MX host names that give a hosted domain away. */
  mx?: readonly string[]
  host: string
  port: number
  security: Security
  user: 'address' | 'local-part'
  note?: LoginNote
}

const starttls = { port: 587, security: 'starttls-required', user: 'address' } as const
const tls = { port: 465, security: 'tls', user: 'address' } as const

/** Common knowledge, not yet compared with the providers' help pages: a preset is a proposal that the test then proves. */
export const providerPresets: readonly ProviderPreset[] = [
  {
    id: 'google',
    name: 'Google',
    domains: ['gmail.com', 'googlemail.com'],
    mx: ['.google.com', '.googlemail.com'],
    host: 'smtp.gmail.com',
    ...starttls,
    note: 'app-password',
  },
  {
    id: 'outlook',
    name: 'Outlook.com',
    domains: ['outlook.com', 'outlook.fr', 'hotmail.com', 'hotmail.fr', 'live.com', 'live.fr', 'msn.com'],
    host: 'smtp-mail.outlook.com',
    ...starttls,
    note: 'oauth2-preferred',
  },
  {
    id: 'microsoft365',
    name: 'Microsoft 365',
    domains: ['.onmicrosoft.com'],
    mx: ['.mail.protection.outlook.com', '.mx.microsoft'],
    host: 'smtp.office365.com',
    ...starttls,
    note: 'oauth2-preferred',
  },
  { id: 'orange', name: 'Orange', domains: ['orange.fr', 'wanadoo.fr'], host: 'smtp.orange.fr', ...tls },
  {
    id: 'free',
    name: 'Free',
    domains: ['free.fr', 'aliceadsl.fr', 'libertysurf.fr'],
    host: 'smtp.free.fr',
    ...tls,
    user: 'local-part',
    note: 'smtp-must-be-enabled',
  },
  {
    id: 'sfr',
    name: 'SFR',
    domains: ['sfr.fr', 'neuf.fr', 'cegetel.net', 'club-internet.fr'],
    host: 'smtp.sfr.fr',
    ...tls,
  },
  { id: 'bouygues', name: 'Bouygues Telecom', domains: ['bbox.fr'], host: 'smtp.bbox.fr', ...starttls },
  { id: 'laposte', name: 'La Poste', domains: ['laposte.net'], host: 'smtp.laposte.net', ...tls },
  {
    id: 'ionos',
    name: 'IONOS',
    domains: ['online.de', 'onlinehome.de'],
    mx: ['.ionos.fr', '.ionos.com', '.ionos.de', '.kundenserver.de', '.1and1.fr', '.1and1.com'],
    host: 'smtp.ionos.fr',
    ...tls,
  },
  {
    id: 'ovh',
    name: 'OVHcloud',
    domains: ['ovh.fr', 'ovh.net'],
    mx: ['.ovh.net', '.ovh.ca'],
    host: 'ssl0.ovh.net',
    ...tls,
  },
  { id: 'gandi', name: 'Gandi', domains: ['gandi.net'], mx: ['.gandi.net'], host: 'mail.gandi.net', ...tls },
  {
    id: 'infomaniak',
    name: 'Infomaniak',
    domains: ['infomaniak.com', 'ik.me', 'ikmail.com', 'etik.com'],
    mx: ['.infomaniak.ch', '.infomaniak.com'],
    host: 'mail.infomaniak.com',
    ...tls,
  },
  {
    id: 'proton',
    name: 'Proton Mail (Bridge)',
    domains: ['proton.me', 'protonmail.com', 'pm.me'],
    mx: ['.protonmail.ch'],
    host: '127.0.0.1',
    port: 1025,
    security: 'starttls-required',
    user: 'address',
    note: 'bridge',
  },
  {
    id: 'yahoo',
    name: 'Yahoo',
    domains: ['yahoo.com', 'yahoo.fr', 'ymail.com', 'rocketmail.com'],
    mx: ['.yahoodns.net'],
    host: 'smtp.mail.yahoo.com',
    ...tls,
    note: 'app-password',
  },
  { id: 'aol', name: 'AOL', domains: ['aol.com', 'aol.fr'], host: 'smtp.aol.com', ...tls, note: 'app-password' },
  {
    id: 'icloud',
    name: 'iCloud',
    domains: ['icloud.com', 'me.com', 'mac.com'],
    mx: ['.mail.icloud.com'],
    host: 'smtp.mail.me.com',
    ...starttls,
    note: 'app-password',
  },
  {
    id: 'zoho',
    name: 'Zoho',
    domains: ['zoho.com', 'zohomail.com', 'zoho.eu', 'zohomail.eu'],
    mx: ['.zoho.com', '.zoho.eu'],
    host: 'smtp.zoho.eu',
    ...tls,
  },
  {
    id: 'fastmail',
    name: 'Fastmail',
    domains: ['fastmail.com', 'fastmail.fm'],
    mx: ['.messagingengine.com'],
    host: 'smtp.fastmail.com',
    ...tls,
    note: 'app-password',
  },
  {
    id: 'gmx',
    name: 'GMX',
    domains: ['gmx.fr', 'gmx.com', 'caramail.com'],
    host: 'mail.gmx.com',
    ...starttls,
    note: 'smtp-must-be-enabled',
  },
  {
    id: 'mailo',
    name: 'Mailo',
    domains: ['mailo.com', 'mailo.fr', 'net-c.com', 'netcourrier.com'],
    mx: ['.mailo.com'],
    host: 'mail.mailo.com',
    ...tls,
  },
  { id: 'posteo', name: 'Posteo', domains: ['posteo.net', 'posteo.de', 'posteo.eu'], host: 'posteo.de', ...tls },
  {
    id: 'mailbox',
    name: 'mailbox.org',
    domains: ['mailbox.org'],
    mx: ['.mailbox.org'],
    host: 'smtp.mailbox.org',
    ...tls,
  },
]

/** The French académies' mail domains are `ac-<name>.fr`, their submission host `smtp.ac-<name>.fr`. */
const academies =
  /^ac-(?:aix-marseille|amiens|besancon|bordeaux|caen|clermont|corse|creteil|dijon|grenoble|guadeloupe|guyane|lille|limoges|lyon|martinique|mayotte|montpellier|nancy-metz|nantes|nice|normandie|noumea|orleans-tours|paris|poitiers|polynesie|reims|rennes|reunion|rouen|strasbourg|toulouse|versailles|wf)\.fr$/

/** The preset for an address domain (lower-case ASCII), or nothing. */
export function presetForDomain(domain: string): ProviderPreset | undefined {
  if (academies.test(domain))
    return {
      id: 'academie',
      name: `Académie (${domain})`,
      domains: [domain],
      host: `smtp.${domain}`,
      ...tls,
      user: 'local-part',
    }
  return providerPresets.find(preset =>
    preset.domains.some(known => (known.startsWith('.') ? domain.endsWith(known) : domain === known)),
  )
}

/** The preset whose provider receives the domain's mail. */
export function presetForMx(exchange: string): ProviderPreset | undefined {
  const host = `.${exchange.toLowerCase().replace(/\.$/, '')}`
  return providerPresets.find(preset => preset.mx?.some(end => host.endsWith(end)))
}
