/** Edit distance with transpositions (optimal string alignment), given up beyond `limit`. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      let best = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (before[j - 2] ?? 0) + 1)
      next.push(best)
    }
    before = row
    row = next
  }
  return row[b.length] ?? limit + 1
}

/** The known name nearest to `name`, within a third of its length (at least 2 edits); letter case does not count. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  const wanted = name.slice(0, 100).toLowerCase()
  let best: string | undefined
  let distance = Math.max(2, Math.floor(wanted.length / 3)) + 1
  for (const candidate of known) {
    const d = editDistance(wanted, candidate.toLowerCase(), distance - 1)
    if (d < distance) [best, distance] = [candidate, d]
  }
  return best
}
