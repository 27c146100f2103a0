import type { ReasonCode } from './outcome.ts'
import type { Security, SmtpSettings } from './settings.ts'

export type AdviceCode =
  | 'wait-30'
  | 'wait-60'
  | 'try-starttls-587'
  | 'try-tls-465'
  | 'try-port'
  | 'use-starttls'
  | 'use-tls'
  | 'test-usual-ports'
  | 'check-host'
  | 'check-network'
  | 'check-security'
  | 'correct-login'
  | 'app-password'
  | 'no-login'
  | 'add-login'
  | 'trust-certificate'
  | 'use-certificate-name'
  | 'renew-certificate'
  | 'use-default-sender'
  | 'authorised-domains'
  | 'check-recipient'
  | 'try-later'

/** What one click changes in the form. */
export type SettingsPatch = Partial<Pick<SmtpSettings, 'port' | 'security' | 'waitingSeconds' | 'allowSelfSigned'>>

/** A suggestion; with a patch it is a button, without one a sentence. `values` fill the sentence. */
export type Advice = { code: AdviceCode; patch?: SettingsPatch; values?: Record<string, string | number> }

/** A way in that was tried and answered as SMTP. */
export type OpenDoor = { port: number; security: Security }

const timeouts: readonly ReasonCode[] = ['connection-timeout', 'greeting-timeout', 'command-timeout', 'dot-timeout']

/** Reasons after which another port or mode is worth looking for. */
export function mayBeWrongDoor(reason: ReasonCode): boolean {
  return (
    timeouts.includes(reason) ||
    [
      'connection-refused',
      'connection-reset',
      'greeting-refused',
      'tls-not-offered',
      'tls-handshake',
      'tls-wrong-mode',
    ].includes(reason)
  )
}

export function isElapsedTime(reason: ReasonCode): boolean {
  return timeouts.includes(reason)
}

/**
 * What to try after a failed test, best first. `doors` are the ways in that answered while looking around, `starttls`
 * tells whether the server announced STARTTLS. Pure.
 */
export function adviseOn(
  reason: ReasonCode,
  settings: SmtpSettings,
  seen: { doors: OpenDoor[]; starttls: boolean; reply?: string },
): Advice[] {
  const advice = doorAdvice(seen.doors, settings)
  if (
    seen.starttls &&
    settings.security === 'none' &&
    ['login-unsupported', 'login-required', 'tls-required'].includes(reason)
  )
    advice.push({ code: 'use-starttls', patch: { security: 'starttls-required' }, values: { port: settings.port } })
  if (isElapsedTime(reason)) advice.push(...waitAdvice(settings, advice.length > 0))
  else advice.push(...reasonAdvice(reason, settings, seen.reply ?? '', advice.length > 0))
  return advice
}

function doorAdvice(doors: OpenDoor[], settings: SmtpSettings): Advice[] {
  return doors.map(({ port, security }) => {
    const patch: SettingsPatch = port === settings.port ? { security } : { port, security }
    const code =
      port === settings.port
        ? security === 'tls'
          ? 'use-tls'
          : 'use-starttls'
        : port === 587
          ? 'try-starttls-587'
          : port === 465
            ? 'try-tls-465'
            : 'try-port'
    return { code, patch, values: { port } }
  })
}

/** 15 → 30 → 60 seconds; at 60 the time is not the trouble, so host, port and security are (SPEC row 7). */
function waitAdvice(settings: SmtpSettings, hasDoor: boolean): Advice[] {
  if (settings.waitingSeconds < 30) return [{ code: 'wait-30', patch: { waitingSeconds: 30 } }]
  if (settings.waitingSeconds < 60) return [{ code: 'wait-60', patch: { waitingSeconds: 60 } }]
  const host: Advice = { code: 'check-host', values: { host: settings.host } }
  if (hasDoor) return [host]
  return [host, { code: 'test-usual-ports' }, ...otherMode(settings), { code: 'check-security' }]
}

function otherMode(settings: SmtpSettings): Advice[] {
  return settings.port === 465
    ? [{ code: 'try-starttls-587', patch: { port: 587, security: 'starttls-required' }, values: { port: 587 } }]
    : [{ code: 'try-tls-465', patch: { port: 465, security: 'tls' }, values: { port: 465 } }]
}

function reasonAdvice(reason: ReasonCode, settings: SmtpSettings, reply: string, hasDoor: boolean): Advice[] {
  const { host, port } = settings
  switch (reason) {
    case 'dns-unknown':
      return [{ code: 'check-host', values: { host } }]
    case 'dns-failed':
    case 'network-unreachable':
      return [{ code: 'check-network' }, { code: 'check-host', values: { host } }]
    case 'connection-refused':
    case 'connection-reset':
    case 'tls-not-offered':
    case 'tls-handshake':
    case 'tls-wrong-mode':
      return hasDoor
        ? []
        : [
            { code: 'check-host', values: { host } },
            { code: 'test-usual-ports', values: { port } },
            ...otherMode(settings),
          ]
    case 'tls-required':
      return settings.security === 'none' && !hasDoor
        ? [{ code: 'use-starttls', patch: { security: 'starttls-required' } }]
        : []
    case 'certificate-self-signed':
    case 'certificate-untrusted':
      return [{ code: 'trust-certificate', patch: { allowSelfSigned: true } }]
    case 'certificate-expired':
      return [{ code: 'renew-certificate' }, { code: 'trust-certificate', patch: { allowSelfSigned: true } }]
    case 'certificate-name':
      return [{ code: 'use-certificate-name', values: { host } }]
    case 'login-refused':
      return /application.specific|app password|5\.7\.9|InvalidSecondFactor/i.test(reply)
        ? [{ code: 'app-password' }, { code: 'correct-login' }]
        : [{ code: 'correct-login' }, { code: 'app-password' }]
    case 'login-required':
      return [{ code: 'add-login' }]
    case 'login-unsupported':
      return hasDoor ? [] : [{ code: 'no-login' }]
    case 'sender-refused':
    case 'policy-refused':
    case 'spam-refused':
      return [{ code: 'use-default-sender' }, { code: 'authorised-domains' }]
    case 'relay-denied':
      return settings.auth.type === 'none'
        ? [{ code: 'add-login' }]
        : [{ code: 'use-default-sender' }, { code: 'authorised-domains' }]
    case 'mailbox-unknown':
    case 'mailbox-full':
    case 'mailbox-disabled':
    case 'domain-unknown':
    case 'address-invalid':
    case 'recipient-refused':
      return [{ code: 'check-recipient' }]
    default:
      return [{ code: 'try-later' }]
  }
}
