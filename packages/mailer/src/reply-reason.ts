import type { Phase, ReasonCode } from './outcome.ts'
import { enhancedCodeOf } from './reply.ts'

/** RFC 3463 §3 subject.detail → reason, where the code alone is clear. `x.7.1` and `x.0.0` say too little. */
const byEnhancedCode: Record<string, ReasonCode> = {
  '1.1': 'mailbox-unknown',
  '1.2': 'domain-unknown',
  '1.3': 'address-invalid',
  '1.6': 'mailbox-disabled',
  '1.7': 'sender-refused',
  '1.8': 'sender-refused',
  '1.10': 'domain-unknown',
  '2.1': 'mailbox-disabled',
  '2.2': 'mailbox-full',
  '2.3': 'too-large',
  '3.4': 'too-large',
  '4.5': 'rate-limited',
  '7.28': 'rate-limited',
  '7.57': 'login-required',
  '7.60': 'sender-refused',
}

/** Words that servers use, most telling first. */
const byWords: [RegExp, ReasonCode][] = [
  [/gr[ae]y-?list|postgrey|greylst/i, 'greylisted'],
  [
    /relay(?:ing)?\b.*(?:denied|not permitted|not allowed|prohibited)|(?:unable|not permitted|not allowed) to relay/i,
    'relay-denied',
  ],
  [
    /client was not authenticated|authentication (?:is )?required|must (?:be )?authenticate|log ?in first/i,
    'login-required',
  ],
  [/\bspam\b|spamhaus|blacklist|blocklist|\b[dr]n?s?bl\b|reputation|virus|malware|phishing/i, 'spam-refused'],
  [
    /rate.?limit|too many|too (?:fast|quickly)|throttl|limit (?:was )?exceeded|sending (?:limit|quota)|slow down/i,
    'rate-limited',
  ],
  [/mailbox (?:is )?full|over ?quota|quota exceeded|exceeded.{0,20}quota|mailbox size limit/i, 'mailbox-full'],
  [/message (?:size|too)|too (?:large|big)|size (?:limit|exceed)/i, 'too-large'],
  [/disabled|inactive|suspended|deactivated|no longer (?:valid|active|in use)/i, 'mailbox-disabled'],
  [
    /user unknown|unknown (?:user|recipient|mailbox|address)|no such|does ?n[o']t exist|not found|no mailbox|invalid (?:mailbox|recipient)/i,
    'mailbox-unknown',
  ],
  [/\bspf\b|dmarc|dkim|policy/i, 'policy-refused'],
]

/** The plain-words reason of a 4xx or 5xx reply at MAIL FROM, RCPT TO, DATA or the final dot. */
export function reasonOfReply(code: number, reply: string, phase: Phase): ReasonCode {
  const permanent = code >= 500
  const reason = fromEnhancedCode(reply, permanent) ?? fromWords(reply, phase) ?? fromCode(code, phase)
  return reason
}

function fromEnhancedCode(reply: string, permanent: boolean): ReasonCode | undefined {
  const detail = enhancedCodeOf(reply)?.slice(2)
  const reason = detail ? byEnhancedCode[detail] : undefined
  // "450 4.2.1 receiving mail too quickly": a mailbox that answers "later" is busy, not closed.
  if (!permanent && (reason === 'mailbox-disabled' || reason === 'mailbox-unknown')) return
  return reason
}

function fromWords(reply: string, phase: Phase): ReasonCode | undefined {
  const reason = byWords.find(([words]) => words.test(reply))?.[1]
  // "Sender address rejected: Domain not found" is about the sender, whatever word it uses.
  if (phase === 'sender' && (reason === 'mailbox-unknown' || reason === 'mailbox-disabled')) return 'sender-refused'
  return reason
}

function fromCode(code: number, phase: Phase): ReasonCode {
  if (code < 500) return phase === 'sender' ? 'server-busy' : code === 452 ? 'mailbox-full' : 'recipient-busy'
  if (code === 552) return phase === 'recipient' ? 'mailbox-full' : 'too-large'
  if (phase === 'sender') return 'sender-refused'
  if (phase === 'recipient')
    return code === 551 ? 'relay-denied' : code === 553 ? 'address-invalid' : 'recipient-refused'
  return 'content-refused'
}
