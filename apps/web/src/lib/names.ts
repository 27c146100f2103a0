/** "HM" for Hélène Marchand; "LT" for Lycée des Tilleuls: the first and the last word that starts with a capital. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter(Boolean)
  const capitals = words.filter(word => /^\p{Lu}/u.test(word))
  const from = capitals.length > 0 ? capitals : words
  const letters = [from[0], ...(from.length > 1 ? [from.at(-1)] : [])].map(word => word?.charAt(0) ?? '')
  return letters.join('').toUpperCase()
}
