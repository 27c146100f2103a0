import { domainToASCII } from 'node:url'
import addressparser from 'nodemailer/lib/addressparser'

/** Why a text is not one plain e-mail address. */
export type AddressFault =
  | 'empty'
  | 'control-character'
  | 'quoted'
  | 'comment'
  | 'group'
  | 'two-addresses'
  | 'name-not-allowed'
  | 'at-missing'
  | 'local-missing'
  | 'local-not-ascii'
  | 'local-invalid'
  | 'local-too-long'
  | 'domain-missing'
  | 'domain-incomplete'
  | 'domain-invalid'
  | 'domain-too-long'
  | 'address-too-long'

export type ParsedAddress =
  | {
      ok: true
      /** For SMTP and for comparing: domain in lower case, internationalised names as punycode. */
      address: string
      /** As it was typed. */
      display: string
    }
  | { ok: false; code: AddressFault }

/** RFC 5321 §4.5.3.1, in octets; a path of 256 holds the two angle brackets. */
const longest = { local: 64, domain: 255, label: 63, address: 254, typed: 1000 }

/**
 * Reads one e-mail address, strictly: no quoted local part, comment, group, display name or second address. What RFC
 * 5322 allows beyond that is used by attackers, hardly by schools, and parsers disagree about it.
 */
export function parseAddress(text: string): ParsedAddress {
  const typed = text.trim()
  const fault = shapeFault(typed)
  if (fault) return { ok: false, code: fault }
  const at = typed.lastIndexOf('@')
  const local = typed.slice(0, at)
  const domain = asciiDomain(typed.slice(at + 1))
  const wrong = localFault(local) ?? domainFault(typed.slice(at + 1), domain)
  if (wrong) return { ok: false, code: wrong }
  const address = `${local}@${domain}`
  if (address.length > longest.address) return { ok: false, code: 'address-too-long' }
  return { ok: true, address, display: typed }
}

function shapeFault(typed: string): AddressFault | undefined {
  if (!typed) return 'empty'
  if (typed.length > longest.typed) return 'address-too-long'
  // Also invisible and direction-changing characters: they make one address look like another.
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(typed) || !typed.isWellFormed()) return 'control-character'
  if (/["\\]/.test(typed)) return 'quoted'
  if (/[()]/.test(typed)) return 'comment'
  const parsed = addressparser(typed)
  // A colon after the @ is a port typed by mistake, not a group.
  if (parsed.some(entry => 'group' in entry && entry.group) && /^[^@]*:/.test(typed)) return 'group'
  if (parsed.length > 1 || /[,;]/.test(typed)) return 'two-addresses'
  if (/[<>]/.test(typed)) return 'name-not-allowed'
  const ats = typed.split('@').length - 1
  if (ats === 0) return 'at-missing'
  if (/\s/u.test(typed)) return ats > 1 ? 'two-addresses' : 'name-not-allowed'
  if (ats > 1) return 'two-addresses'
}

function localFault(local: string): AddressFault | undefined {
  if (!local) return 'local-missing'
  // SMTPUTF8 (RFC 6531) is not offered by enough servers to promise delivery.
  if (/[^\p{ASCII}]/u.test(local)) return 'local-not-ascii'
  if (local.length > longest.local) return 'local-too-long'
  // RFC 5321 §4.1.2 Dot-string.
  if (!/^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/.test(local)) return 'local-invalid'
}

/** domainToASCII also turns "2130706433" and "0x7f.1" into IP addresses; domainFault refuses those by their last label. */
function asciiDomain(domain: string): string {
  return /[/?#:[\]%]/.test(domain) ? '' : domainToASCII(domain)
}

function domainFault(typed: string, ascii: string): AddressFault | undefined {
  if (!typed) return 'domain-missing'
  if (typed.length > longest.domain || ascii.length > longest.domain) return 'domain-too-long'
  const labels = ascii.split('.')
  if (!ascii || labels.some(label => !/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(label) || label.length > longest.label))
    return 'domain-invalid'
  if (labels.length < 2) return 'domain-incomplete'
  if (/^\d+$/.test(labels.at(-1) ?? '')) return 'domain-invalid'
}
