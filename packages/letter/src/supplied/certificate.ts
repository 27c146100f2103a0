import {
  chip,
  frenchLetter,
  frenchSpaces,
  ifFilled,
  letter,
  p,
  signedEn,
  signedFr,
  strongChip,
  subjectLine,
} from './build.ts'
import type { SuppliedLetter } from './types.ts'

const en = letter(
  subjectLine('Certificate of attendance'),
  p(
    'We certify that ',
    strongChip('student.fullName', { hold: true }),
    ' attends ',
    chip('school.name', { hold: true }),
    '.',
  ),
  ifFilled('student.birthDate', p('Date of birth: ', chip('student.birthDate', { format: 'date' }))),
  ifFilled('student.className', p('Class: ', chip('student.className'))),
  ifFilled('certificate.schoolYear', p('School year: ', chip('certificate.schoolYear'))),
  ifFilled('certificate.since', p('Enrolled since: ', chip('certificate.since', { format: 'date' }))),
  ifFilled('certificate.purpose', p('Made out for: ', chip('certificate.purpose'))),
  p('This certificate is issued at the family’s request and is valid for the current school year.'),
  ...signedEn,
)

const fr = frenchLetter(
  subjectLine('Certificat de scolarité'),
  p(
    'Nous certifions que l’élève ',
    strongChip('student.fullName', { format: 'surname-upper', hold: true }),
    ' est inscrit',
    chip('student.pronouns', { format: 'agreement', or: '(e)' }),
    ' dans notre établissement, ',
    chip('school.name', { hold: true }),
    ', et y suit régulièrement les cours.',
  ),
  ifFilled('student.birthDate', p('Date de naissance : ', chip('student.birthDate', { format: 'date' }))),
  ifFilled('student.className', p('Classe : ', chip('student.className'))),
  ifFilled('certificate.schoolYear', p('Année scolaire : ', chip('certificate.schoolYear'))),
  ifFilled('certificate.since', p('Date d’inscription : ', chip('certificate.since', { format: 'date' }))),
  ifFilled('certificate.purpose', p('Destinataire du certificat : ', chip('certificate.purpose'))),
  p('Certificat délivré à la demande de la famille pour servir et valoir ce que de droit.'),
  ...signedFr,
)

export const certificate: SuppliedLetter = {
  key: 'certificate',
  category: 'administration',
  recipientKinds: ['guardian', 'student'],
  designation: { en: 'Certificate of attendance', fr: 'Certificat de scolarité' },
  subject: {
    en: 'Certificate of attendance: {{ student.fullName }}',
    fr: frenchSpaces('Certificat de scolarité : {{ student.fullName }}'),
  },
  document: { en, fr },
}
