const linkProtocols = ['http:', 'https:', 'mailto:', 'tel:']

/** Is this the target of a link a letter may hold: absolute http(s), mailto or tel, no control characters? */
export function isSafeLink(href: unknown): href is string {
  // Browsers drop tabs and newlines inside URLs ("java\nscript:"), so anything below a space is refused outright.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (typeof href !== 'string' || href.length > 2000 || /[\u0000-\u0020\u007f]/.test(href)) return false
  try {
    return linkProtocols.includes(new URL(href).protocol)
  } catch {
    return false
  }
}

const imageForms = [
  /^data:image\/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/]+={0,2}$/,
  /^cid:[A-Za-z0-9._@-]{1,200}$/,
  /^\/api\/files\/[a-f0-9]{16,128}$/,
]

/** Is this the source of an image a letter may hold: an inline bitmap, a part of the e-mail, or a stored file? */
export function isSafeImage(src: unknown): src is string {
  return typeof src === 'string' && imageForms.some(form => form.test(src))
}
