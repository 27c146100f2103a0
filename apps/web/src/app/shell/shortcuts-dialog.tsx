import { Modal, Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useMe, useUpdateMe } from '../../features/users/api.ts'
import styles from './shortcuts-dialog.module.css'

export function ShortcutsDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const me = useMe()
  const update = useUpdateMe()
  const words = (
    key:
      | 'palette'
      | 'search'
      | 'help'
      | 'write'
      | 'close'
      | 'next'
      | 'previous'
      | 'select'
      | 'open'
      | 'edit'
      | 'range'
      | 'all'
      | 'send'
      | 'save',
  ) => t(`shell.shortcuts.${key}`)
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('shell.shortcuts.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('parts.close') }}
    >
      <div className={styles.columns}>
        <Keys
          title={t('shell.shortcuts.everywhere')}
          rows={[
            ['Ctrl K', words('palette')],
            ['/', words('search')],
            ['?', words('help')],
            ['c', words('write')],
            ['Esc', words('close')],
          ]}
        />
        <Keys
          title={t('shell.shortcuts.lists')}
          rows={[
            ['j', words('next')],
            ['k', words('previous')],
            ['x', words('select')],
            ['Enter', words('open')],
            ['F2', words('edit')],
            [t('shell.shortcuts.rangeKeys'), words('range')],
            ['Ctrl A', words('all')],
          ]}
        />
        <Keys
          title={t('shell.shortcuts.writing')}
          rows={[
            ['Ctrl Enter', words('send')],
            ['Ctrl S', words('save')],
          ]}
        />
      </div>
      <Switch
        checked={me.shortcuts}
        label={t('shell.shortcuts.single')}
        description={t('shell.shortcuts.singleHint')}
        onChange={event => update.mutate({ shortcuts: event.currentTarget.checked })}
      />
    </Modal>
  )
}

function Keys({ title, rows }: { title: string; rows: [string, string][] }) {
  return (
    <section>
      <h3>{title}</h3>
      <dl className={styles.keys}>
        {rows.map(([key, what]) => (
          <div key={key}>
            <dt>{what}</dt>
            <dd>
              <kbd className="kbd">{key}</kbd>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
