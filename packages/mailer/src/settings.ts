import { isIP } from 'node:net'
import type { SMTPConnectionAuth, SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection'
import XOAuth2 from 'nodemailer/lib/xoauth2'

/** How the link is encrypted: never, when the server offers STARTTLS, only with STARTTLS, or TLS from the first byte. */
export type Security = 'none' | 'starttls-offered' | 'starttls-required' | 'tls'

export type SmtpAuth =
  | { type: 'none' }
  | { type: 'password'; user: string; secret: string }
  | { type: 'oauth2'; user: string; accessToken: string }

/** All that is needed to reach one SMTP server. */
export type SmtpSettings = {
  host: string
  port: number
  security: Security
  /** Accepts any certificate. A self-signed one proves nothing, so neither its dates nor its name are looked at. */
  allowSelfSigned: boolean
  auth: SmtpAuth
  /** Seconds to wait for each answer before the final dot, 1 to 60. */
  waitingSeconds: number
  /** An IP address already resolved and checked by the caller; TLS still asks for `host`. */
  address?: string
  /** Our name in EHLO. */
  clientName?: string
}

/** The nodemailer options for one connection. Waiting times count from the settings, in milliseconds. */
export function connectionOptions(settings: SmtpSettings): SMTPConnectionOptions {
  const waitingMs = settings.waitingSeconds * 1000
  return {
    host: settings.address ?? settings.host,
    port: settings.port,
    secure: settings.security === 'tls',
    ignoreTLS: settings.security === 'none',
    requireTLS: settings.security === 'starttls-required',
    // Opportunistic: a server that announces STARTTLS and then refuses it may still be used, but nodemailer
    // withholds the credentials. A handshake that fails is an error in every mode.
    opportunisticTLS: settings.security === 'starttls-offered',
    // An IP address is not allowed as SNI (RFC 6066 §3).
    ...(isIP(settings.host) ? {} : { servername: settings.host }),
    tls: { rejectUnauthorized: !settings.allowSelfSigned, minVersion: 'TLSv1.2' },
    ...(settings.clientName ? { name: settings.clientName } : {}),
    connectionTimeout: waitingMs,
    greetingTimeout: waitingMs,
    socketTimeout: waitingMs,
    dnsTimeout: waitingMs,
    socketCloseTimeout: 1000,
    // A reply is a few lines; a server that never ends one must not fill our memory.
    maxResponseSize: 64 * 1024,
  }
}

/** The login in nodemailer's words, or nothing when the server asks for none. */
export function loginOptions(auth: SmtpAuth): SMTPConnectionAuth | undefined {
  if (auth.type === 'password') return { user: auth.user, credentials: { user: auth.user, pass: auth.secret } }
  if (auth.type === 'oauth2') {
    return {
      type: 'OAUTH2',
      user: auth.user,
      method: 'XOAUTH2',
      oauth2: new XOAuth2({ user: auth.user, accessToken: auth.accessToken }),
    }
  }
}

/** Every form in which the secret may come back in a server's words: as typed, and inside SASL's base64. */
export function secretForms(auth: SmtpAuth): string[] {
  if (auth.type === 'none') return []
  const secret = auth.type === 'password' ? auth.secret : auth.accessToken
  const encode = (text: string) => Buffer.from(text, 'utf8').toString('base64')
  const plain = encode(`\u0000${auth.user}\u0000${secret}`)
  const bearer = encode(`user=${auth.user}\u0001auth=Bearer ${secret}\u0001\u0001`)
  return [plain, bearer, encode(secret), secret].filter(form => form.length >= 3)
}
