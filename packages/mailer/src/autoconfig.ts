import type { Security } from './settings.ts'

export type AutoconfigServer = {
  host: string
  port: number
  security: Security
  user: 'address' | 'local-part'
  oauth2: boolean
}

const longestDocument = 64 * 1024
const modes: Record<string, Security> = { ssl: 'tls', starttls: 'starttls-required', plain: 'none' }

/**
 * The SMTP servers in a Mozilla autoconfig document, in its order (the format is flat: elements of one `outgoingServer`
 * never nest, so nothing more than text search is needed; entities and anything unexpected make an entry unusable).
 * https://www.bucksch.org/1/projects/thunderbird/autoconfiguration/config-file-format.html
 */
export function readAutoconfig(xml: string): AutoconfigServer[] {
  if (xml.length > longestDocument) return []
  const servers = xml.matchAll(/<outgoingServer\s+type=["']smtp["'][^>]*>([\s\S]*?)<\/outgoingServer>/g)
  return [...servers].flatMap(([, body = '']) => {
    const host = textOf(body, 'hostname')?.toLowerCase()
    const port = Number(textOf(body, 'port'))
    const security = modes[textOf(body, 'socketType')?.toLowerCase() ?? '']
    if (
      !host ||
      !/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(host) ||
      !Number.isInteger(port) ||
      port < 1 ||
      port > 65535 ||
      !security
    )
      return []
    const user = textOf(body, 'username') === '%EMAILLOCALPART%' ? 'local-part' : 'address'
    return [{ host, port, security, user, oauth2: /<authentication>\s*OAuth2\s*</i.test(body) }]
  })
}

function textOf(body: string, element: string): string | undefined {
  return new RegExp(`<${element}>\\s*([^<&]{1,255}?)\\s*</${element}>`).exec(body)?.[1]
}
