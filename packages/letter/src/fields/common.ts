import type { FieldGroup } from '../fields.ts'
import { known } from './build.ts'

/** Groups every category has. Sample people are those of the demo school, so that previews look like its letters. */
export const recipient: FieldGroup = {
  name: 'recipient',
  label: { en: 'Recipient', fr: 'Destinataire' },
  fields: [
    known.text('recipient.greeting', 'Greeting', 'Formule d’appel', {
      en: 'Dear Mrs Whitcombe',
      fr: 'Madame, Monsieur',
    }),
    known.text('recipient.names', 'Title and names', 'Civilité et noms', {
      en: 'Mrs Helen Whitcombe',
      fr: 'Mme Claire et M. Antoine Lefèvre',
    }),
    known.text('recipient.title', 'Title', 'Civilité', { en: 'Mrs', fr: 'Mme et M.' }),
    known.list('recipient.addressLines', 'Address lines', 'Lignes d’adresse', {
      en: ['14 Orchard Lane', 'OXFORD', 'OX2 6TP'],
      fr: ['8 bis, rue de la Part-Dieu', '69003 Lyon'],
    }),
  ],
}

export const student: FieldGroup = {
  name: 'student',
  label: { en: 'Student', fr: 'Élève' },
  fields: [
    known.text('student.givenName', 'First name', 'Prénom', { en: 'Arthur', fr: 'Lina' }, { kind: 'name' }),
    known.text('student.surname', 'Last name', 'Nom', { en: 'Whitcombe', fr: 'Lefèvre' }, { kind: 'name' }),
    known.text(
      'student.fullName',
      'Full name',
      'Prénom et nom',
      { en: 'Arthur Whitcombe', fr: 'Lina Lefèvre' },
      { kind: 'name' },
    ),
    known.text('student.className', 'Class', 'Classe', { en: '4B', fr: '4e B' }),
    known.text('student.pronouns', 'he, she, they', 'il, elle', { en: 'he', fr: 'she' }, { kind: 'pronoun' }),
    known.date('student.birthDate', 'Date of birth', 'Date de naissance', { en: '2012-03-09', fr: '2012-06-21' }),
    known.list(
      'student.givenNames',
      'First names of the family’s children',
      'Prénoms des enfants de la famille',
      {
        en: ['Arthur', 'Rose'],
        fr: ['Lina', 'Adam'],
      },
      { kind: 'name' },
    ),
  ],
}

export const school: FieldGroup = {
  name: 'school',
  label: { en: 'School', fr: 'Établissement' },
  fields: [
    known.text('school.name', 'Name of the school', 'Nom de l’établissement', 'Lycée des Tilleuls'),
    known.list('school.addressLines', 'School’s address', 'Adresse de l’établissement', [
      '27, avenue des Tilleuls',
      '69003 Lyon',
    ]),
    known.text('school.city', 'Town', 'Ville', 'Lyon'),
    known.text('school.phone', 'Telephone', 'Téléphone', '04 65 71 20 18'),
    known.text('school.email', 'E-mail address', 'Adresse e-mail', 'secretariat@tilleuls.example'),
    known.text('school.website', 'Website', 'Site internet', 'tilleuls.example'),
    known.text('school.headName', 'Name of the head', 'Nom du chef d’établissement', {
      en: 'Isabelle Vasseur',
      fr: 'Isabelle Vasseur',
    }),
    known.text('school.headTitle', 'Title of the head', 'Fonction du chef d’établissement', {
      en: 'Head of school',
      fr: 'La proviseure',
    }),
  ],
}

export const sender: FieldGroup = {
  name: 'sender',
  label: { en: 'Sender', fr: 'Expéditeur' },
  fields: [
    known.text('sender.name', 'Sender’s name', 'Nom de l’expéditeur', 'Hélène Marchand'),
    known.text('sender.role', 'Sender’s role', 'Fonction de l’expéditeur', { en: 'School office', fr: 'Secrétariat' }),
    known.text(
      'sender.email',
      'Sender’s e-mail address',
      'Adresse e-mail de l’expéditeur',
      'h.marchand@tilleuls.example',
    ),
  ],
}

export const date: FieldGroup = {
  name: 'date',
  label: { en: 'Date', fr: 'Date' },
  fields: [known.date('today', 'Today', 'Date du jour', '2026-11-23')],
}
