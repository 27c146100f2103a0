const names = [
  'name',
  'subtitle',
  'logo',
  'accent',
  'addressLines',
  'city',
  'phone',
  'email',
  'country',
  'footer',
  'headName',
  'headTitle',
  'undoSeconds',
]

/** Field of the contract → id of its control: where the summary's links lead. */
export const institutionFieldIds: Record<string, string> = Object.fromEntries(
  names.map(name => [name, `institution-${name}`]),
)
