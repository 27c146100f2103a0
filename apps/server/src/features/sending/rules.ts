import { BlockList, isIP } from 'node:net'
import { domainToASCII, domainToUnicode } from 'node:url'
import type { Mailbox } from '@mailroom/contract'

/** The domain of an address, ASCII and lower case; '' when there is none. */
export const domainOf = (address: string): string =>
  domainToASCII(address.slice(address.lastIndexOf('@') + 1).toLowerCase())

/**
 * Exact match on the domain, case-insensitive; an entry `.example.org` also covers its subdomains (SPEC row 6). An empty
 * list authorises nobody: every user is rewritten.
 */
export const isAuthorised = (address: string, domains: readonly string[]): boolean => {
  const domain = domainOf(address)
  return (
    domain !== '' &&
    domains.some(entry =>
      entry.startsWith('.') ? domain === entry.slice(1) || domain.endsWith(entry) : domain === entry,
    )
  )
}

/** A domain as typed → as kept (ASCII, lower case, a leading dot for subdomains), or null when it is none. */
export const parseDomain = (text: string): string | null => {
  const typed = text.trim().toLowerCase()
  const withSubdomains = typed.startsWith('.')
  const ascii = domainToASCII(withSubdomains ? typed.slice(1) : typed)
  const label = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/
  const labels = ascii.split('.')
  const valid =
    !/[@*/\s:]/.test(typed) &&
    ascii.length <= 253 &&
    labels.length >= 2 &&
    labels.every(part => label.test(part)) &&
    !/^\d+$/.test(labels.at(-1) ?? '')
  return valid ? `${withSubdomains ? '.' : ''}${ascii}` : null
}
export const displayDomain = (domain: string): string =>
  domain.startsWith('.') ? `.${domainToUnicode(domain.slice(1))}` : domainToUnicode(domain)

export type SenderInput = {
  /** Who clicks; `name` is shown when the address is their own. */
  user: { name: string; email: string }
  /** The account sent from; null for a notification of the server itself. */
  account: { kind: 'institution' | 'personal'; designation: string; address: string } | null
  responseAddress: string | null
  senderName: string
  institution: string
  defaultSenderAddress: string
  domains: readonly string[]
}
export type Sender = {
  from: Mailbox
  replyTo: Mailbox | null
  envelopeFrom: string
  rewritten: boolean
  why: 'notification' | 'inside' | 'outside'
}

/**
 * Which From and Reply-To a message gets (SPEC rows 2, 5, 6, 20). An address inside the authorised domains sends as
 * itself; any other is rewritten to the default sender, "name via institution", and answers go to it. A response
 * address of the user's own always wins for answers.
 */
export const resolveSender = (input: SenderInput): Sender => {
  const shown = input.senderName || input.institution
  const byDefault = { address: input.defaultSenderAddress }
  if (!input.account)
    return {
      from: { name: shown, ...byDefault },
      replyTo: null,
      envelopeFrom: byDefault.address,
      rewritten: false,
      why: 'notification',
    }
  const { kind, designation, address } = input.account
  const who = kind === 'personal' ? input.user.name : designation
  const answer = input.responseAddress ? { name: who, address: input.responseAddress } : null
  if (isAuthorised(address, input.domains)) {
    const name = kind === 'personal' || !shown ? who : `${who}, ${shown}`
    return { from: { name, address }, replyTo: answer, envelopeFrom: address, rewritten: false, why: 'inside' }
  }
  return {
    from: { name: shown ? `${who} via ${shown}` : who, ...byDefault },
    replyTo: answer ?? { name: who, address },
    envelopeFrom: byDefault.address,
    rewritten: true,
    why: 'outside',
  }
}

/** A host as typed → a name or an IP address in its plain form; null when it is neither. */
export const parseHost = (text: string): string | null => {
  const typed = text
    .trim()
    .replace(/^\[(.*)\]$/, '$1')
    .toLowerCase()
  if (isIP(typed)) return typed
  if (typed === '' || /[^a-z0-9.\-\u0080-\uffff]/.test(typed)) return null
  // The URL parser turns 2130706433, 0x7f.1 and 017700000001 into the address they mean (WHATWG URL, IPv4 parser).
  const host = URL.canParse(`http://${typed}/`) ? new URL(`http://${typed}/`).hostname : ''
  if (isIP(host)) return host
  return /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/.test(host)
    ? host
    : null
}

const forbidden = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['192.0.0.0', 24],
  ['224.0.0.0', 3],
] as const)
  forbidden.addSubnet(net, bits, 'ipv4')
for (const [net, bits] of [
  ['::', 128],
  ['::1', 128],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
  ['fd00:ec2::', 32],
] as const)
  forbidden.addSubnet(net, bits, 'ipv6')

/** Loopback, link-local, cloud metadata, multicast: never a mail server that the supervisor meant (OWASP SSRF). */
export const isForbiddenAddress = (address: string): boolean => {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  const plain = mapped ?? address
  return forbidden.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4')
}
/** `localhost` and friends name this machine without a look-up (RFC 6761 §6.3). */
export const isLocalName = (host: string): boolean => host === 'localhost' || host.endsWith('.localhost')

/** Ports on which mail is submitted (RFC 8314, RFC 5321) or that providers use instead. */
export const mailPorts: readonly number[] = [25, 26, 465, 587, 588, 2525, 2587]
