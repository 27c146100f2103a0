import type { InstitutionView } from '@mailroom/contract'
import { Radio, Textarea } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { CountryField } from '../../components/form/country-field.tsx'
import { FieldLabel, TextField } from '../../components/form/field.tsx'
import { NumberField } from '../../components/form/number-field.tsx'
import { SelectField } from '../../components/form/select-field.tsx'
import type { ApiError } from '../../lib/api-error.ts'
import { languages } from '../../lib/i18n/languages.ts'
import sending from '../sending/sending.module.css'
import { ColourField } from './colour-field.tsx'
import styles from './institution.module.css'
import { LogoField } from './logo-field.tsx'

export interface InstitutionForm {
  value: InstitutionView
  set: (patch: Partial<InstitutionView>) => void
  isChanged: (key: keyof InstitutionView) => boolean
}

type TextName = 'name' | 'subtitle' | 'city' | 'phone' | 'email' | 'footer' | 'headName' | 'headTitle'

interface FieldsProps {
  form: InstitutionForm
  failure: ApiError | null
}

export function LetterheadFields({ form, failure }: FieldsProps) {
  const { t } = useTranslation()
  const { value, set, isChanged } = form
  const text = (name: TextName) => ({
    id: `institution-${name}`,
    label: t(`users.institution.${name}`),
    value: value[name],
    changed: isChanged(name),
    error: failure?.fault(name),
    onText: (typed: string) => set({ [name]: typed }),
  })
  return (
    <>
      <div className={sending.two}>
        <TextField {...text('name')} />
        <TextField {...text('subtitle')} />
      </div>
      <div className={sending.two}>
        <LogoField value={value.logo} error={failure?.fault('logo')} onChange={logo => set({ logo })} />
        <ColourField
          id="institution-accent"
          label={t('users.institution.accent')}
          hint={t('users.institution.accentHint')}
          value={value.accent}
          changed={isChanged('accent')}
          error={failure?.fault('accent')}
          onColour={accent => set({ accent })}
        />
      </div>
      <div className={sending.two}>
        <Textarea
          id="institution-addressLines"
          autosize
          minRows={3}
          maxRows={6}
          label={<FieldLabel label={t('users.institution.address')} changed={isChanged('addressLines')} />}
          value={value.addressLines.join('\n')}
          error={failure?.fault('addressLines')}
          onChange={event => set({ addressLines: event.currentTarget.value.split('\n').slice(0, 6) })}
        />
        <div className={styles.stack}>
          <TextField {...text('city')} hint={t('users.institution.cityHint')} />
        </div>
      </div>
      <div className={sending.two}>
        <TextField {...text('phone')} type="tel" />
        <TextField {...text('email')} type="email" />
      </div>
      <div className={sending.two}>
        <CountryField
          id="institution-country"
          label={t('users.institution.country')}
          hint={t('users.institution.countryHint')}
          value={value.country}
          changed={isChanged('country')}
          error={failure?.fault('country')}
          onCountry={country => set({ country })}
        />
        <TextField {...text('footer')} />
      </div>
      <div className={sending.two}>
        <TextField {...text('headName')} hint={t('users.institution.headHint')} />
        <TextField {...text('headTitle')} placeholder={t('users.institution.headSample')} />
      </div>
    </>
  )
}

export function PaperFields({ form, failure }: FieldsProps) {
  const { t } = useTranslation()
  const { value, set, isChanged } = form
  return (
    <>
      <Radio.Group
        label={t('users.institution.window')}
        value={value.window}
        onChange={window => set({ window: window as InstitutionView['window'] })}
      >
        <div className={styles.radios}>
          {(['nf', 'din5008b', 'none'] as const).map(window => (
            <Radio
              key={window}
              value={window}
              label={t(`users.institution.windows.${window}`)}
              description={t(`users.institution.windowHints.${window}`)}
            />
          ))}
        </div>
      </Radio.Group>
      <div className={sending.two}>
        <SelectField
          label={t('users.institution.font')}
          value={value.font}
          changed={isChanged('font')}
          choices={(['source-serif', 'source-sans', 'atkinson'] as const).map(font => ({
            value: font,
            label: t(`users.institution.fonts.${font}`),
          }))}
          onChoice={font => set({ font })}
        />
        <SelectField
          label={t('users.institution.format')}
          value={value.paper}
          changed={isChanged('paper')}
          choices={(['A4', 'Letter'] as const).map(paper => ({ value: paper, label: paper }))}
          onChoice={paper => set({ paper })}
        />
        <SelectField
          label={t('users.institution.language')}
          value={value.language}
          changed={isChanged('language')}
          choices={languages.map(language => ({ value: language, label: t(`people.languages.${language}`) }))}
          onChoice={language => set({ language })}
        />
        <NumberField
          id="institution-undoSeconds"
          label={t('users.institution.undo')}
          hint={t('users.institution.undoHint')}
          unit={t('users.institution.undoUnit')}
          value={value.undoSeconds}
          changed={isChanged('undoSeconds')}
          error={failure?.fault('undoSeconds')}
          onNumber={seconds => set({ undoSeconds: seconds ?? 0 })}
        />
      </div>
    </>
  )
}
