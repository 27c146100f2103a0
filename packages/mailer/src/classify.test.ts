import { describe, expect, it } from 'vitest'
import { classify, type Evidence } from './classify.ts'
import type { OutcomeClass, Phase, ReasonCode } from './outcome.ts'
import { reasonCodes } from './outcome.ts'

type Row = [what: string, evidence: Evidence, phase: Phase, expected: OutcomeClass, reason: ReasonCode]

const at = (command: string, response: string, code = 'EENVELOPE'): Evidence => ({ code, command, response })

const rows: Row[] = [
  ['unknown host', { code: 'EDNS', originalCode: 'ENOTFOUND' }, 'connect', 'server', 'dns-unknown'],
  ['resolver down', { code: 'EDNS', originalCode: 'ESERVFAIL' }, 'connect', 'server', 'dns-failed'],
  ['resolver silent', { code: 'EDNS', originalCode: 'ETIMEOUT' }, 'connect', 'server', 'dns-failed'],
  [
    'refused',
    { code: 'ESOCKET', originalCode: 'ECONNREFUSED', command: 'CONN' },
    'connect',
    'server',
    'connection-refused',
  ],
  ['no route', { code: 'ESOCKET', originalCode: 'EHOSTUNREACH' }, 'connect', 'server', 'network-unreachable'],
  ['connect timeout', { code: 'ETIMEDOUT', timeoutType: 'CONNECT_TIMEOUT' }, 'connect', 'server', 'connection-timeout'],
  ['system timeout', { code: 'ESOCKET', originalCode: 'ETIMEDOUT' }, 'connect', 'server', 'connection-timeout'],
  ['reset while connecting', { code: 'ESOCKET', originalCode: 'ECONNRESET' }, 'connect', 'server', 'connection-reset'],
  ['silent greeting', { code: 'ETIMEDOUT', timeoutType: 'GREETING_TIMEOUT' }, 'connect', 'server', 'greeting-timeout'],
  [
    'silent greeting, told by the socket',
    { code: 'ETIMEDOUT', timeoutType: 'SOCKET_TIMEOUT' },
    'connect',
    'server',
    'greeting-timeout',
  ],
  ['greeting 554', at('CONN', '554 no SMTP service here', 'EPROTOCOL'), 'connect', 'server', 'greeting-refused'],
  ['greeting 421', at('CONN', '421 too busy', 'EPROTOCOL'), 'connect', 'server', 'server-closing'],
  ['EHLO refused', at('HELO', '550 bad name', 'EPROTOCOL'), 'connect', 'server', 'greeting-refused'],
  ['421 at MAIL', at('MAIL FROM', '421 4.3.2 closing'), 'sender', 'server', 'server-closing'],
  ['421 at RCPT', at('RCPT TO', '421 4.7.0 try later'), 'sender', 'server', 'server-closing'],
  ['421 at DATA', at('DATA', '421 closing', 'EENVELOPE'), 'sender', 'server', 'server-closing'],
  ['421 to the dot', at('DATA', '421 closing', 'EMESSAGE'), 'dot', 'server', 'server-closing'],
  ['STARTTLS refused', at('STARTTLS', '454 TLS not available', 'ETLS'), 'connect', 'tls', 'tls-not-offered'],
  ['STARTTLS unknown', at('STARTTLS', '502 unknown command', 'ETLS'), 'connect', 'tls', 'tls-not-offered'],
  [
    'expired certificate',
    { code: 'ESOCKET', originalCode: 'CERT_HAS_EXPIRED' },
    'connect',
    'tls',
    'certificate-expired',
  ],
  [
    'wrong name',
    { code: 'ESOCKET', originalCode: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    'connect',
    'tls',
    'certificate-name',
  ],
  [
    'self-signed',
    { code: 'ESOCKET', originalCode: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    'connect',
    'tls',
    'certificate-self-signed',
  ],
  [
    'unknown issuer',
    { code: 'ESOCKET', originalCode: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
    'connect',
    'tls',
    'certificate-untrusted',
  ],
  [
    'plain port',
    { code: 'ESOCKET', originalCode: 'EPROTO', message: 'SSL routines::wrong version number' },
    'connect',
    'tls',
    'tls-wrong-mode',
  ],
  ['handshake', { code: 'ETLS', message: 'Connection closed unexpectedly' }, 'connect', 'tls', 'tls-handshake'],
  [
    'reset in handshake is the network',
    { code: 'ESOCKET', originalCode: 'ECONNRESET' },
    'tls',
    'server',
    'connection-reset',
  ],
  ['535', at('AUTH PLAIN', '535 5.7.8 bad credentials', 'EAUTH'), 'login', 'login', 'login-refused'],
  [
    '534',
    at('AUTH PLAIN', '534 5.7.9 application-specific password required', 'EAUTH'),
    'login',
    'login',
    'login-refused',
  ],
  [
    '454 at AUTH',
    at('AUTH PLAIN', '454 4.7.0 temporary authentication failure', 'EAUTH'),
    'login',
    'server',
    'server-busy',
  ],
  ['504 at AUTH', at('AUTH', '504 mechanism', 'EAUTH'), 'login', 'login', 'login-unsupported'],
  ['EAUTH without words', { code: 'EAUTH' }, 'login', 'login', 'login-refused'],
  ['530 login', at('MAIL FROM', '530 5.7.0 Authentication required'), 'sender', 'login', 'login-required'],
  ['530 TLS', at('MAIL FROM', '530 5.7.0 Must issue a STARTTLS command first'), 'sender', 'tls', 'tls-required'],
  ['550 at MAIL', at('MAIL FROM', '550 sender not allowed'), 'sender', 'sender', 'sender-refused'],
  ['553 at MAIL', at('MAIL FROM', '553 5.1.8 Domain not found'), 'sender', 'sender', 'sender-refused'],
  ['450 at MAIL', at('MAIL FROM', '450 4.3.0 busy'), 'sender', 'recipient-later', 'server-busy'],
  ['552 at MAIL', at('MAIL FROM', '552 5.3.4 Message size exceeds fixed limit'), 'sender', 'content', 'too-large'],
  ['450 at RCPT', at('RCPT TO', '450 4.2.0 mailbox busy'), 'sender', 'recipient-later', 'recipient-busy'],
  [
    'greylist',
    at('RCPT TO', '451 4.7.1 Greylisting in action, come back in 00:05:00'),
    'sender',
    'recipient-later',
    'greylisted',
  ],
  [
    'daily quota of a provider, as if for good',
    at('RCPT TO', '550 5.4.5 Daily user sending limit exceeded'),
    'sender',
    'recipient-later',
    'rate-limited',
  ],
  [
    'quota at the dot',
    at('DATA', '554 5.2.0 SubmissionQuotaExceeded: sending quota', 'EMESSAGE'),
    'dot',
    'recipient-later',
    'rate-limited',
  ],
  ['rate limit', at('RCPT TO', '450 4.2.1 receiving mail too quickly'), 'sender', 'recipient-later', 'rate-limited'],
  ['452 full', at('RCPT TO', '452 4.2.2 mailbox full'), 'sender', 'recipient-later', 'mailbox-full'],
  ['550 at RCPT', at('RCPT TO', '550 5.1.1 user unknown'), 'sender', 'recipient-never', 'mailbox-unknown'],
  ['550 bare', at('RCPT TO', '550 no'), 'sender', 'recipient-never', 'recipient-refused'],
  ['disabled', at('RCPT TO', '550 5.2.1 mailbox disabled'), 'sender', 'recipient-never', 'mailbox-disabled'],
  ['552 full', at('RCPT TO', '552 5.2.2 over quota'), 'sender', 'recipient-never', 'mailbox-full'],
  ['no domain', at('RCPT TO', '550 5.1.2 bad destination'), 'sender', 'recipient-never', 'domain-unknown'],
  ['syntax', at('RCPT TO', '553 5.1.3 bad address'), 'sender', 'recipient-never', 'address-invalid'],
  ['relay', at('RCPT TO', '554 5.7.1 <x@y.fr>: Relay access denied'), 'sender', 'recipient-never', 'relay-denied'],
  ['blocklist', at('RCPT TO', '554 5.7.1 blocked using zen.spamhaus.org'), 'sender', 'recipient-never', 'spam-refused'],
  ['450 at DATA', at('DATA', '451 4.3.0 local error'), 'sender', 'recipient-later', 'recipient-busy'],
  [
    '451 to the dot',
    at('DATA', '451 4.3.0 queue file write error', 'EMESSAGE'),
    'dot',
    'recipient-later',
    'recipient-busy',
  ],
  ['554 at DATA', at('DATA', '554 no'), 'sender', 'content', 'content-refused'],
  ['554 to the dot', at('DATA', '554 5.7.1 message is spam', 'EMESSAGE'), 'dot', 'content', 'spam-refused'],
  ['DMARC', at('DATA', '550 5.7.26 fails DMARC', 'EMESSAGE'), 'dot', 'content', 'policy-refused'],
  [
    'SIZE',
    { code: 'EMESSAGE', message: 'Message size larger than allowed 10', command: 'MAIL FROM' },
    'sender',
    'content',
    'too-large',
  ],
  ['silence before the dot', { code: 'ETIMEDOUT', timeoutType: 'SOCKET_TIMEOUT' }, 'data', 'server', 'command-timeout'],
  ['lost before the dot', { code: 'ECONNECTION' }, 'data', 'server', 'connection-lost-before-dot'],
  [
    'reset before the dot',
    { code: 'ESOCKET', originalCode: 'ECONNRESET' },
    'sender',
    'server',
    'connection-lost-before-dot',
  ],
  ['silence after the dot', { code: 'ETIMEDOUT', timeoutType: 'SOCKET_TIMEOUT' }, 'dot', 'unknown', 'dot-timeout'],
  ['lost after the dot', { code: 'ECONNECTION' }, 'dot', 'unknown', 'connection-lost-after-dot'],
  [
    'reset after the dot',
    { code: 'ESOCKET', originalCode: 'ECONNRESET' },
    'dot',
    'unknown',
    'connection-lost-after-dot',
  ],
  ['nonsense', { code: 'EPROTOCOL', response: 'HTTP/1.1 400' }, 'data', 'server', 'protocol-error'],
  [
    'bad envelope',
    { code: 'EENVELOPE', command: 'API', message: 'Invalid recipient' },
    'sender',
    'recipient-never',
    'address-invalid',
  ],
]

describe('classify', () => {
  it.each(rows)('%s', (_what, evidence, phase, expected, reason) => {
    const outcome = classify(evidence, phase)
    expect(outcome).toMatchObject({ class: expected, reason })
    expect(outcome.gatePassed).toBe(phase === 'dot')
    expect(reasonCodes).toContain(outcome.reason)
  })

  it('keeps the codes and the wait that the server asks for', () => {
    const outcome = classify(at('RCPT TO', '450 4.7.1 Greylisted, retry in 300 seconds'), 'sender', { durationMs: 7 })
    expect(outcome).toMatchObject({ replyCode: 450, enhancedCode: '4.7.1', retryAfterSeconds: 300, durationMs: 7 })
  })

  it('does not take a wait from a permanent refusal', () => {
    expect(
      classify(at('RCPT TO', '550 5.1.1 do not try again in 300 seconds'), 'sender').retryAfterSeconds,
    ).toBeUndefined()
  })

  it('masks secrets in the reply', () => {
    const outcome = classify(at('AUTH PLAIN', '535 wrong: hunter2 aHVudGVyMg==', 'EAUTH'), 'login', {
      secrets: ['aHVudGVyMg==', 'hunter2'],
    })
    expect(outcome.reply).toBe('535 wrong: ••• •••')
  })
})
