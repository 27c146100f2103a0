const longestReply = 500
const longestRetrySeconds = 24 * 3600

/**
 * A server's words made fit to show and store: secrets replaced, multi-line prefixes joined, control characters and
 * bidirectional overrides removed, one line of at most 500 characters.
 */
export function tidyReply(text: string, secrets: readonly string[] = []): string {
  let line = text
  for (const secret of secrets) line = line.replaceAll(secret, '•••')
  return (
    line
      // "550-5.1.1 first\n550 5.1.1 second" repeats the codes on each line (RFC 5321 §4.2.1).
      .replace(/\r?\n\d{3}[ -](?:[245]\.\d{1,3}\.\d{1,3}\s)?/g, ' ')
      .replace(/[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]+/gu, ' ')
      .replace(/ {2,}/g, ' ')
      .trim()
      .slice(0, longestReply)
  )
}

/** The status of RFC 3463 §2 in a reply ("550 5.1.1 …" → "5.1.1"), only where its class agrees with the reply code. */
export function enhancedCodeOf(reply: string): string | undefined {
  const match = /^(\d)\d\d[ -]#?([245]\.\d{1,3}\.\d{1,3})(?![\d.])/.exec(reply)
  return match && match[1] === match[2]?.[0] ? match[2] : undefined
}

const lead = '(?:retry|again|back|wait|later|delayed|deferred|in|after|for)\\b[^\\d]{0,24}?'
const clockPattern = new RegExp(`${lead}\\b(?:(\\d{1,2}):)?(\\d{1,2}):(\\d{2})\\b`, 'i')
const unitsPattern = new RegExp(`${lead}\\b(\\d{1,6})\\s*(s|sec|secs|seconds?|m|min|mins|minutes?|h|hours?)\\b`, 'i')

/**
 * Seconds that the server asks us to wait: "retry in 300 seconds", "try again in 5 minutes", "come back in 00:05:00",
 * "retry in 4:30" (minutes:seconds). At most one day.
 */
export function retryAfterOf(reply: string): number | undefined {
  const clock = clockPattern.exec(reply)
  if (clock) return bounded(Number(clock[1] ?? 0) * 3600 + Number(clock[2]) * 60 + Number(clock[3]))
  const match = unitsPattern.exec(reply)
  if (!match?.[2]) return
  const unit = match[2][0]?.toLowerCase()
  return bounded(Number(match[1]) * (unit === 'h' ? 3600 : unit === 'm' ? 60 : 1))
}

function bounded(seconds: number): number | undefined {
  return seconds > 0 ? Math.min(seconds, longestRetrySeconds) : undefined
}
