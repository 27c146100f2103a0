import { expect, test } from 'vitest'
import { applyChoice, guessKind, isMapped, looksLikeAddresses, mapHeaders } from './columns.ts'

const map = (headers: string, kind: 'student' | 'guardian' | null = null) =>
  mapHeaders(
    { headers: headers.split(';'), rows: [{ line: 2, cells: headers.split(';').map((_, at) => `v${at}`) }] },
    kind,
  )
const targets = (headers: string, kind: 'student' | 'guardian' | null = null) =>
  map(headers, kind).map(column => column.target)

test('headers in French and English, whatever their order, accents and case', () => {
  expect(
    targets('PRÉNOM;Nom de famille;N° INE;Né(e) le;Adresse e-mail;Tél. portable;Classe;Niveau;Code postal;Commune'),
  ).toEqual(['givenName', 'surname', 'ignore', 'birthDate', 'email', 'phone', 'class', 'level', 'postcode', 'city'])
  expect(
    targets(
      'Last name;First Name;Student ID;Date of birth;E-mail;Mobile;Form;Year group;Address line 1;Address line 2;Town;Country',
    ),
  ).toEqual([
    'surname',
    'givenName',
    'identifier',
    'birthDate',
    'email',
    'phone',
    'class',
    'level',
    'addressLine1',
    'addressLine2',
    'city',
    'country',
  ])
})

test('two columns of one kind are first and second; a third is left to the user', () => {
  expect(targets('Nom;Courriel;Mail;E-mail')).toEqual(['surname', 'email', 'email2', 'ignore'])
  expect(targets('Nom;Adresse;Adresse;Rue')).toEqual(['surname', 'addressLine1', 'addressLine2', 'ignore'])
})

test('parents in the row of their student', () => {
  expect(
    targets(
      'Nom;Prénom;Nom responsable 1;Prénom responsable 1;Mail resp. 1;Parent 2 last name;Parent 2 first name;Parent 2 e-mail',
    ),
  ).toEqual([
    'surname',
    'givenName',
    'parent1Surname',
    'parent1GivenName',
    'parent1Email',
    'parent2Surname',
    'parent2GivenName',
    'parent2Email',
  ])
  expect(targets('Nom;Nom de la mère;Prénom de la mère;Nom du père;Courriel du père')).toEqual([
    'surname',
    'parent1Surname',
    'parent1GivenName',
    'parent2Surname',
    'parent2Email',
  ])
  expect(targets('Nom du responsable;Prénom du responsable', 'guardian')).toEqual(['surname', 'givenName'])
})

test('passwords are locked to nothing, whatever is chosen, and never shown', () => {
  const columns = map('Nom;Password;Mot de passe;MDP;Passeport')
  expect(columns.map(column => column.locked)).toEqual([false, true, true, true, false])
  expect(columns[1]?.sample).toEqual([])
  expect(
    applyChoice(columns, [
      { header: 'Nom', target: 'surname' },
      { header: 'Password', target: 'givenName' },
    ])[1]?.target,
  ).toBe('ignore')
})

test('what a table is for', () => {
  expect(isMapped(map('Colonne A;Colonne B'))).toBe(false)
  expect(looksLikeAddresses(map('Identifiant;Adresse;Code postal;Ville'))).toBe(true)
  expect(looksLikeAddresses(map('Nom;Courriel;Adresse;Ville'))).toBe(false)
  expect(guessKind(map('Nom;Parent 1 nom'), 'x.csv')).toBe('student')
  expect(guessKind(map('Nom'), 'Liste des professeurs.csv')).toBe('teacher')
  expect(guessKind(map('Nom'), 'x.csv')).toBe(null)
})
