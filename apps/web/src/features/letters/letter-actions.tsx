import type { LetterRow } from '@mailroom/contract'
import { Button, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../components/icon.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { asApiError } from '../../lib/api-error.ts'
import { useArchiveLetter } from './api.ts'
import styles from './letters.module.css'

interface LetterActionsProps {
  row: LetterRow
  mayEdit: boolean
  onOpen: () => void
  onDuplicate: () => void
}

export function LetterActions({ row, mayEdit, onOpen, onDuplicate }: LetterActionsProps) {
  const { t } = useTranslation()
  const archive = useArchiveLetter()
  const put = (archived: boolean, undo?: () => void) =>
    archive.mutate(
      { id: row.id, archived },
      {
        onSuccess: () => {
          const words = t(archived ? 'letters.archivedToast' : 'letters.restoredToast', { name: row.designation })
          showDone(words, undo)
        },
        onError: error => notifications.show({ message: asApiError(error).message }),
      },
    )
  const showDone = (words: string, undo: (() => void) | undefined) => {
    const id = `letter-${row.id}`
    notifications.hide(id)
    notifications.show({
      id,
      message: (
        <span className={styles.toast}>
          {words}
          {undo && (
            <Button
              size="xs"
              onClick={() => {
                notifications.hide(id)
                undo()
              }}
            >
              {t('letters.undo')}
            </Button>
          )}
        </span>
      ),
    })
  }
  return (
    <Menu>
      <Menu.Target>
        <IconButton icon="more" size="sm" label={t('letters.actions', { name: row.designation })} tooltip={false} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Icon name={mayEdit ? 'pencil' : 'eye'} />} onClick={onOpen}>
          {t('letters.open')}
        </Menu.Item>
        {mayEdit && (
          <>
            <Menu.Item leftSection={<Icon name="copy" />} onClick={onDuplicate}>
              {t('letters.duplicate')}
            </Menu.Item>
            {row.archived ? (
              <Menu.Item leftSection={<Icon name="undo" />} onClick={() => put(false)}>
                {t('letters.restore')}
              </Menu.Item>
            ) : (
              <Menu.Item leftSection={<Icon name="tray" />} onClick={() => put(true, () => put(false))}>
                {t('letters.archive')}
              </Menu.Item>
            )}
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
