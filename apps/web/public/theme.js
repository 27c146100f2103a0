// Runs before the first paint, as a file of its own because the server's CSP forbids inline scripts.
// The key is the one Mantine's colour scheme manager writes.
;(() => {
  const root = document.documentElement
  let choice = 'auto'
  try {
    choice = localStorage.getItem('mantine-color-scheme-value') ?? 'auto'
    root.lang = localStorage.getItem('mailroom-language') ?? (navigator.language.startsWith('fr') ? 'fr' : 'en')
  } catch {
    // A browser that refuses storage gets the system's scheme and the document's language.
  }
  const dark = choice === 'dark' || (choice === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches)
  root.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
})()
