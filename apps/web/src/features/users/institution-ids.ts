export const institutionFieldIds: Record<string, string> = Object.fromEntries(
  ['name', 'subtitle', 'addressLines', 'city', 'phone', 'email', 'country', 'footer', 'undoSeconds', 'logo'].map(
    name => [name, `institution-${name}`],
  ),
)
