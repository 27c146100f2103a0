import { resolveMx, resolveSrv } from 'node:dns/promises'
import { readAutoconfig } from './autoconfig.ts'
import { parseAddress } from './parse-address.ts'
import { type LoginNote, type ProviderPreset, presetForDomain, presetForMx } from './provider-presets.ts'
import type { Security } from './settings.ts'

/** The questions asked of the network. Each may throw or never answer. */
export type DetectLookup = {
  /** GET, at most 64 kB of text; throws on anything but 200. */
  fetchText(url: string, signal: AbortSignal): Promise<string>
  mx(domain: string): Promise<{ exchange: string; priority: number }[]>
  srv(name: string): Promise<{ name: string; port: number; priority: number; weight: number }[]>
}

export type DetectedSettings = {
  host: string
  port: number
  security: Security
  /** The login name, filled in from the address. */
  user: string
  source: 'preset' | 'mx' | 'autoconfig' | 'srv'
  provider?: string
  note?: LoginNote
}

export type Detection =
  | { ok: true; found: DetectedSettings[] }
  | { ok: false; code: 'address-invalid' | 'nothing-found' }

const isp = 'https://autoconfig.thunderbird.net/v1.1/'

/**
 * Only Mozilla's own database is fetched: the domain comes from whoever types the address, and asking that domain's web
 * server would let it choose which hosts inside our network we talk to.
 */
const defaultLookup: DetectLookup = {
  async fetchText(url, signal) {
    if (!url.startsWith(isp)) throw new Error('only the ISP database is fetched')
    const response = await fetch(url, { signal, redirect: 'error' })
    if (response.status !== 200) throw new Error(`status ${response.status}`)
    return response.text()
  },
  mx: resolveMx,
  srv: resolveSrv,
}

/**
 * SMTP settings for an e-mail address, best first: the offline presets at once; else, asked in parallel and each
 * bounded by `timeoutMs` (default 3000), Mozilla autoconfig, SRV records (RFC 6186, RFC 8314 §5.1) and the provider
 * known by the domain's MX. Never rejects.
 */
export async function detectSettings(
  address: string,
  options: { lookup?: Partial<DetectLookup>; timeoutMs?: number } = {},
): Promise<Detection> {
  const parsed = parseAddress(address)
  if (!parsed.ok) return { ok: false, code: 'address-invalid' }
  const [local = '', domain = ''] = parsed.address.split('@')
  const login = { address: parsed.address, 'local-part': local }
  const preset = presetForDomain(domain)
  if (preset) return { ok: true, found: [fromPreset(preset, login, 'preset')] }
  const lookup = { ...defaultLookup, ...options.lookup }
  const timeoutMs = options.timeoutMs ?? 3000
  const asked = [
    () => fromAutoconfig(lookup, domain, login, timeoutMs),
    () => fromSrv(lookup, domain, login),
    () => fromMx(lookup, domain, login),
  ]
  const answers = await Promise.all(asked.map(ask => bounded(ask, timeoutMs)))
  const found = withoutTwins(answers.flat())
  return found.length ? { ok: true, found } : { ok: false, code: 'nothing-found' }
}

type Login = Record<'address' | 'local-part', string>

function fromPreset(preset: ProviderPreset, login: Login, source: 'preset' | 'mx'): DetectedSettings {
  const { host, port, security, name, note } = preset
  return { host, port, security, user: login[preset.user], source, provider: name, ...(note ? { note } : {}) }
}

async function fromAutoconfig(
  lookup: DetectLookup,
  domain: string,
  login: Login,
  ms: number,
): Promise<DetectedSettings[]> {
  const urls = [`${isp}${domain}`, `https://autoconfig.${domain}/mail/config-v1.1.xml`]
  const documents = await Promise.all(urls.map(url => lookup.fetchText(url, AbortSignal.timeout(ms)).catch(() => '')))
  return documents.flatMap(readAutoconfig).map(({ host, port, security, user, oauth2 }) => ({
    host,
    port,
    security,
    user: login[user],
    source: 'autoconfig' as const,
    ...(oauth2 ? { note: 'oauth2-preferred' as const } : {}),
  }))
}

async function fromSrv(lookup: DetectLookup, domain: string, login: Login): Promise<DetectedSettings[]> {
  const ask = async (service: string, security: Security) => {
    const records = await lookup.srv(`_${service}._tcp.${domain}`).catch(() => [])
    return records
      .filter(record => record.name && record.name !== '.')
      .sort((a, b) => a.priority - b.priority || b.weight - a.weight)
      .map(({ name, port }) => ({
        host: name.toLowerCase().replace(/\.$/, ''),
        port,
        security,
        user: login.address,
        source: 'srv' as const,
      }))
  }
  const [implicit, explicit] = await Promise.all([ask('submissions', 'tls'), ask('submission', 'starttls-required')])
  return [...implicit, ...explicit]
}

async function fromMx(lookup: DetectLookup, domain: string, login: Login): Promise<DetectedSettings[]> {
  const records = await lookup.mx(domain)
  const first = records.sort((a, b) => a.priority - b.priority)[0]
  const preset = first && presetForMx(first.exchange)
  return preset ? [fromPreset(preset, login, 'mx')] : []
}

async function bounded(ask: () => Promise<DetectedSettings[]>, ms: number): Promise<DetectedSettings[]> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<DetectedSettings[]>(resolve => {
    timer = setTimeout(resolve, ms, [])
  })
  return Promise.race([ask().catch(() => []), late]).finally(() => clearTimeout(timer))
}

function withoutTwins(found: DetectedSettings[]): DetectedSettings[] {
  const isFirst = (one: DetectedSettings, index: number) =>
    found.findIndex(other => other.host === one.host && other.port === one.port) === index
  return found.filter(isFirst)
}
