import type { Outcome, OutcomeClass, Phase, ReasonCode } from './outcome.ts'
import { enhancedCodeOf, retryAfterOf, tidyReply } from './reply.ts'
import { reasonOfReply } from './reply-reason.ts'

/** What is known about a failure; the fields are those of nodemailer's errors. */
export type Evidence = {
  message?: string
  /** nodemailer's kind: ECONNECTION, EENVELOPE, … Too coarse to decide anything where a reply exists. */
  code?: string
  /** The system's or OpenSSL's kind: ECONNREFUSED, CERT_HAS_EXPIRED, … */
  originalCode?: string
  response?: string
  command?: string
  timeoutType?: string
}

export type ClassifyContext = { durationMs?: number; secrets?: readonly string[] }

type Verdict = { class: OutcomeClass; reason: ReasonCode }

/**
 * The meaning of a failure, as a value. Pure. The reply code decides before nodemailer's `code`, because 450 and 550
 * both arrive as EENVELOPE (RELIABILITY §4).
 */
export function classify(evidence: Evidence, phase: Phase, context: ClassifyContext = {}): Outcome {
  const at = phaseOf(evidence, phase)
  const replyCode = Number(/^([2-5]\d\d)(?:[ -]|$)/.exec(evidence.response ?? '')?.[1]) || undefined
  const verdict =
    replyCode && replyCode >= 400
      ? verdictOfReply(replyCode, evidence.response ?? '', at)
      : verdictOfSilence(evidence, at)
  const outcome: Outcome = { ...verdict, durationMs: context.durationMs ?? 0, gatePassed: phase === 'dot' }
  if (!evidence.response) return outcome
  outcome.reply = tidyReply(evidence.response, context.secrets)
  if (replyCode) outcome.replyCode = replyCode
  const enhancedCode = enhancedCodeOf(evidence.response)
  if (enhancedCode) outcome.enhancedCode = enhancedCode
  const retryAfterSeconds = replyCode && replyCode < 500 ? retryAfterOf(evidence.response) : undefined
  if (retryAfterSeconds) outcome.retryAfterSeconds = retryAfterSeconds
  return outcome
}

/** The phase that an error belongs to: nodemailer names the command, which is finer than what we track. */
function phaseOf(evidence: Evidence, phase: Phase): Phase {
  const command = evidence.command ?? ''
  if (phase === 'dot') return 'dot'
  if (evidence.code === 'EDNS') return 'dns'
  if (command === 'MAIL FROM') return 'sender'
  if (command === 'RCPT TO') return 'recipient'
  if (command === 'DATA') return 'data'
  if (command === 'STARTTLS') return 'tls'
  if (command.startsWith('AUTH') || evidence.code === 'EAUTH') return 'login'
  if (command === 'EHLO' || command === 'HELO') return 'greeting'
  return phase
}

function verdictOfReply(code: number, reply: string, phase: Phase): Verdict {
  const permanent = code >= 500
  if (phase === 'greeting' || phase === 'connect' || phase === 'dns')
    return { class: 'server', reason: code === 421 ? 'server-closing' : 'greeting-refused' }
  if (code === 421) return { class: 'server', reason: 'server-closing' }
  if (phase === 'tls') return { class: 'tls', reason: 'tls-not-offered' }
  if (code === 530 || code === 538) return needsFirst(reply)
  if (code === 534 || code === 535) return { class: 'login', reason: 'login-refused' }
  if (phase === 'login') return verdictOfLogin(code)
  const reason = reasonOfReply(code, reply, phase)
  if (reason === 'login-required') return { class: 'login', reason }
  // Providers refuse for good ("550 5.4.5 Daily user sending limit exceeded") what they take again tomorrow.
  if (!permanent || reason === 'rate-limited') return { class: 'recipient-later', reason }
  if (reason === 'too-large') return { class: 'content', reason }
  if (phase === 'sender') return { class: 'sender', reason }
  if (phase === 'recipient') return { class: 'recipient-never', reason }
  return { class: 'content', reason }
}

/** 530 stands for both "log in first" (RFC 4954 §6) and "use TLS first" (RFC 3207 §4). */
function needsFirst(reply: string): Verdict {
  return /starttls|\btls\b|\bssl\b|encrypt/i.test(reply) && !/auth/i.test(reply)
    ? { class: 'tls', reason: 'tls-required' }
    : { class: 'login', reason: 'login-required' }
}

/** 454 is a fault of the server's user database, not of the password (RFC 4954 §6): nothing to correct, so wait. */
function verdictOfLogin(code: number): Verdict {
  if (code < 500) return { class: 'server', reason: 'server-busy' }
  const unsupported = code === 500 || code === 502 || code === 503 || code === 504
  return { class: 'login', reason: unsupported ? 'login-unsupported' : 'login-refused' }
}

function verdictOfSilence(evidence: Evidence, phase: Phase): Verdict {
  const timedOut = evidence.code === 'ETIMEDOUT' || evidence.originalCode === 'ETIMEDOUT'
  if (phase === 'dot') {
    return { class: 'unknown', reason: timedOut ? 'dot-timeout' : 'connection-lost-after-dot' }
  }
  // The server announced a SIZE smaller than the message, so nothing was sent (RFC 1870).
  if (evidence.code === 'EMESSAGE' && /size larger/i.test(evidence.message ?? ''))
    return { class: 'content', reason: 'too-large' }
  if (evidence.code === 'EDNS') return verdictOfDns(evidence)
  const tls = reasonOfTls(evidence)
  if (tls) return { class: 'tls', reason: tls }
  if (evidence.code === 'EAUTH') return { class: 'login', reason: 'login-refused' }
  if (timedOut) return { class: 'server', reason: reasonOfTimeout(evidence, phase) }
  if (evidence.code === 'EENVELOPE' && evidence.command === 'API')
    return { class: /sender/i.test(evidence.message ?? '') ? 'sender' : 'recipient-never', reason: 'address-invalid' }
  return { class: 'server', reason: reasonOfConnection(evidence, phase) }
}

function verdictOfDns({ originalCode, message = '' }: Evidence): Verdict {
  const unknown = originalCode ? ['ENOTFOUND', 'ENODATA'].includes(originalCode) : /ENOTFOUND|ENODATA/.test(message)
  return { class: 'server', reason: unknown ? 'dns-unknown' : 'dns-failed' }
}

function reasonOfTimeout({ timeoutType }: Evidence, phase: Phase): ReasonCode {
  if (timeoutType === 'GREETING_TIMEOUT') return 'greeting-timeout'
  if (timeoutType === 'CONNECT_TIMEOUT') return 'connection-timeout'
  // An inactive socket is at least a connected one: what is missing is the first word.
  if (phase === 'greeting' || (phase === 'connect' && timeoutType === 'SOCKET_TIMEOUT')) return 'greeting-timeout'
  return phase === 'connect' ? 'connection-timeout' : 'command-timeout'
}

const certificateReasons: Record<string, ReasonCode> = {
  CERT_HAS_EXPIRED: 'certificate-expired',
  CERT_NOT_YET_VALID: 'certificate-expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate-name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate-self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate-self-signed',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate-untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate-untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate-untrusted',
  CERT_UNTRUSTED: 'certificate-untrusted',
  CERT_REVOKED: 'certificate-untrusted',
  CERT_SIGNATURE_FAILURE: 'certificate-untrusted',
  INVALID_CA: 'certificate-untrusted',
  INVALID_PURPOSE: 'certificate-untrusted',
}

function reasonOfTls({ code, originalCode = '', message = '' }: Evidence): ReasonCode | undefined {
  const certificate = certificateReasons[originalCode]
  if (certificate) return certificate
  // OpenSSL reads a plain "220 …" greeting as a broken TLS record.
  if (
    /wrong version number|packet length too long|http request|unknown protocol|WRONG_VERSION/i.test(
      message + originalCode,
    )
  )
    return 'tls-wrong-mode'
  if (originalCode === 'ECONNRESET' || originalCode === 'ETIMEDOUT' || code === 'ETIMEDOUT') return
  return code === 'ETLS' ||
    originalCode === 'EPROTO' ||
    originalCode.startsWith('ERR_SSL') ||
    originalCode.startsWith('ERR_TLS')
    ? 'tls-handshake'
    : undefined
}

function reasonOfConnection({ code, originalCode = '' }: Evidence, phase: Phase): ReasonCode {
  if (originalCode === 'ECONNREFUSED') return 'connection-refused'
  if (/^(EHOSTUNREACH|ENETUNREACH|ENETDOWN|EHOSTDOWN|EADDRNOTAVAIL)$/.test(originalCode)) return 'network-unreachable'
  if (code === 'EPROTOCOL') return 'protocol-error'
  if (phase === 'connect' || phase === 'greeting' || phase === 'tls') return 'connection-reset'
  return 'connection-lost-before-dot'
}
