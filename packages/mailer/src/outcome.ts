/** What an answer means for the message and for the server (RELIABILITY §4). */
export type OutcomeClass =
  | 'accepted'
  | 'server'
  | 'login'
  | 'tls'
  | 'sender'
  | 'recipient-later'
  | 'recipient-never'
  | 'content'
  | 'unknown'
  | 'aborted'

/** Where in the conversation the attempt ended. `dot` = the final dot had been let through. */
export type Phase = 'dns' | 'connect' | 'greeting' | 'tls' | 'login' | 'sender' | 'recipient' | 'data' | 'dot'

/** Every reason that the interface says in plain words, in both languages. */
export const reasonCodes = [
  'accepted',
  'dns-unknown',
  'dns-failed',
  'connection-refused',
  'connection-timeout',
  'connection-reset',
  'network-unreachable',
  'greeting-refused',
  'greeting-timeout',
  'command-timeout',
  'server-closing',
  'server-busy',
  'protocol-error',
  'tls-not-offered',
  'tls-required',
  'tls-handshake',
  'tls-wrong-mode',
  'certificate-expired',
  'certificate-untrusted',
  'certificate-name',
  'certificate-self-signed',
  'login-refused',
  'login-required',
  'login-unsupported',
  'sender-refused',
  'mailbox-unknown',
  'mailbox-full',
  'mailbox-disabled',
  'domain-unknown',
  'address-invalid',
  'recipient-refused',
  'relay-denied',
  'greylisted',
  'recipient-busy',
  'rate-limited',
  'too-large',
  'content-refused',
  'policy-refused',
  'spam-refused',
  'dot-timeout',
  'connection-lost-before-dot',
  'connection-lost-after-dot',
  'gate-refused',
  'cancelled',
  'closing',
] as const

export type ReasonCode = (typeof reasonCodes)[number]

/** Milliseconds spent per part of one send; a part that did not happen is absent. */
export type SendTimes = { queue?: number; connect?: number; gate?: number; answer?: number }

/** The end of one attempt to hand a message over. Never thrown, always returned. */
export type Outcome = {
  class: OutcomeClass
  reason: ReasonCode
  /** RFC 5321 §4.2 reply code. */
  replyCode?: number
  /** RFC 3463 status, such as 5.1.1. */
  enhancedCode?: string
  /** The server's own words: one line, at most 500 characters, secrets masked, control characters removed. */
  reply?: string
  /** The server asked to come back after this many seconds. */
  retryAfterSeconds?: number
  durationMs: number
  /** True once the final dot was let through: only then can the server have taken the message. */
  gatePassed: boolean
  ms?: SendTimes
}
