import { describe, expect, it } from 'vitest'
import { readAutoconfig } from './autoconfig.ts'
import { type DetectLookup, detectSettings } from './detect-settings.ts'
import { providerPresets } from './provider-presets.ts'

const nothing: DetectLookup = {
  fetchText: async () => {
    throw new Error('offline')
  },
  mx: async () => [],
  srv: async () => [],
}
const xml = `<?xml version="1.0"?><clientConfig version="1.1"><emailProvider id="ecole.org">
  <incomingServer type="imap"><hostname>imap.ecole.org</hostname><port>993</port><socketType>SSL</socketType></incomingServer>
  <outgoingServer type="smtp"><hostname>smtp.ecole.org</hostname><port>465</port><socketType>SSL</socketType>
    <username>%EMAILLOCALPART%</username><authentication>password-cleartext</authentication></outgoingServer>
  <outgoingServer type="smtp"><hostname>relay.ecole.org</hostname><port>587</port><socketType>STARTTLS</socketType>
    <username>%EMAILADDRESS%</username><authentication>OAuth2</authentication></outgoingServer>
</emailProvider></clientConfig>`

describe('detectSettings', () => {
  it.each([
    ['jean@gmail.com', 'smtp.gmail.com', 587, 'starttls-required', 'jean@gmail.com'],
    ['jean@orange.fr', 'smtp.orange.fr', 465, 'tls', 'jean@orange.fr'],
    ['jean@free.fr', 'smtp.free.fr', 465, 'tls', 'jean'],
    ['jean@ac-nancy-metz.fr', 'smtp.ac-nancy-metz.fr', 465, 'tls', 'jean'],
    ['jean@lycee.onmicrosoft.com', 'smtp.office365.com', 587, 'starttls-required', 'jean@lycee.onmicrosoft.com'],
  ])('knows %s without any network', async (address, host, port, security, user) => {
    let asked = 0
    const lookup = { ...nothing, mx: async () => (++asked ? [] : []) }
    const detection = await detectSettings(address, { lookup })
    expect(detection).toMatchObject({ ok: true, found: [{ host, port, security, user, source: 'preset' }] })
    expect(asked).toBe(0)
  })

  it('recognises a hosted domain by its MX', async () => {
    const lookup = { ...nothing, mx: async () => [{ exchange: 'ecole-fr.mail.protection.outlook.com', priority: 0 }] }
    expect(await detectSettings('jean@ecole.fr', { lookup })).toMatchObject({
      ok: true,
      found: [{ host: 'smtp.office365.com', source: 'mx', provider: 'Microsoft 365' }],
    })
  })

  it('is not fooled by a host that only looks like a provider', async () => {
    const lookup = { ...nothing, mx: async () => [{ exchange: 'evilgoogle.com', priority: 0 }] }
    expect(await detectSettings('jean@ecole.fr', { lookup })).toEqual({ ok: false, code: 'nothing-found' })
  })

  it('reads autoconfig, then SRV, without naming a server twice', async () => {
    const urls: string[] = []
    const lookup: DetectLookup = {
      ...nothing,
      fetchText: async url => {
        urls.push(url)
        if (url.includes('thunderbird')) return xml
        throw new Error('404')
      },
      srv: async name =>
        name === '_submissions._tcp.ecole.org'
          ? [{ name: 'smtp.ecole.org', port: 465, priority: 0, weight: 0 }]
          : [{ name: 'other.ecole.org', port: 587, priority: 0, weight: 0 }],
    }
    const detection = await detectSettings('jean@Ecole.org', { lookup })
    expect(detection).toEqual({
      ok: true,
      found: [
        { host: 'smtp.ecole.org', port: 465, security: 'tls', user: 'jean', source: 'autoconfig' },
        {
          host: 'relay.ecole.org',
          port: 587,
          security: 'starttls-required',
          user: 'jean@ecole.org',
          source: 'autoconfig',
          note: 'oauth2-preferred',
        },
        { host: 'other.ecole.org', port: 587, security: 'starttls-required', user: 'jean@ecole.org', source: 'srv' },
      ],
    })
    expect(urls).toContain('https://autoconfig.thunderbird.net/v1.1/ecole.org')
  })

  it('takes "not offered" in SRV for what it is', async () => {
    const lookup = { ...nothing, srv: async () => [{ name: '', port: 0, priority: 0, weight: 0 }] }
    expect(await detectSettings('jean@ecole.fr', { lookup })).toEqual({ ok: false, code: 'nothing-found' })
  })

  it('waits no longer than told for a network that never answers', async () => {
    const never = () => new Promise<never>(() => {})
    const started = performance.now()
    const detection = await detectSettings('jean@ecole.fr', {
      lookup: { fetchText: never, mx: never, srv: never },
      timeoutMs: 50,
    })
    expect(detection).toEqual({ ok: false, code: 'nothing-found' })
    expect(performance.now() - started).toBeLessThan(2500)
  })

  it('refuses what is no address', async () => {
    expect(await detectSettings('jean@', { lookup: nothing })).toEqual({ ok: false, code: 'address-invalid' })
  })
})

describe('readAutoconfig', () => {
  it.each([
    ['a host that is a URL', xml.replaceAll('smtp.ecole.org', 'http://10.0.0.1/')],
    ['a port out of range', xml.replace('<port>465<', '<port>70000<')],
    [
      'an unknown mode',
      xml.replace('<socketType>SSL</socketType>\n    <username>', '<socketType>MAGIC</socketType><username>'),
    ],
    ['an entity', xml.replace('smtp.ecole.org', '&x;')],
  ])('passes over %s', (_what, text) =>
    expect(readAutoconfig(text).map(server => server.host)).toEqual(['relay.ecole.org']),
  )

  it('reads nothing from a document of unreasonable size', () =>
    expect(readAutoconfig(xml + ' '.repeat(70_000))).toEqual([]))
})

describe('providerPresets', () => {
  it('serves each domain once, always encrypted', () => {
    const domains = providerPresets.flatMap(preset => preset.domains)
    expect(new Set(domains).size).toBe(domains.length)
    for (const preset of providerPresets) expect(['tls', 'starttls-required']).toContain(preset.security)
  })
})
