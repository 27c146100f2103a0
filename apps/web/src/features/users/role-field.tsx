import { type Role, roles } from '@mailroom/contract'
import { Radio } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import styles from './users.module.css'

/** Radios, because each role needs its sentence. */
export function RoleField({ value, onChange }: { value: Role; onChange: (role: Role) => void }) {
  const { t } = useTranslation()
  return (
    <Radio.Group
      label={t('users.form.role')}
      value={value}
      onChange={next => onChange(roles.find(role => role === next) ?? value)}
    >
      <div className={styles.radios}>
        {roles.map(role => (
          <Radio
            key={role}
            value={role}
            label={t(`shell.roles.${role}`)}
            description={t(`users.form.roleHints.${role}`)}
          />
        ))}
      </div>
    </Radio.Group>
  )
}
