import { Modal } from '@mantine/core'
import { useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../components/icon.tsx'
import styles from './command-palette.module.css'
import { type Command, useCommands } from './use-commands.ts'

export function CommandPalette({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Modal.Root opened={opened} onClose={onClose} yOffset="8vh" size={600} padding={0}>
      <Modal.Overlay />
      <Modal.Content aria-label={t('shell.palette.title')}>
        <Modal.Body className={styles.body}>
          <Palette onDone={onClose} />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}

/** A combobox over a list of commands: the input keeps the focus, arrows move, Enter runs. */
function Palette({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation()
  const [query, setQuery] = useState('')
  const [active, setActive] = useState(0)
  const listId = useId()
  const groups = useCommands(query)
  const flat = groups.flatMap(group => group.commands)
  const current = flat[Math.min(active, flat.length - 1)]
  const run = (command: Command | undefined) => {
    if (!command) return
    onDone()
    command.run()
  }
  const onKeyDown = (event: React.KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) {
      event.preventDefault()
      setActive(now => (Math.min(now, flat.length - 1) + step + flat.length) % Math.max(1, flat.length))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      run(current)
    }
  }
  return (
    <>
      <div className={styles.field}>
        <Icon name="search" />
        <input
          data-autofocus
          role="combobox"
          aria-label={t('shell.palette.placeholder')}
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={current ? `${listId}-${current.id}` : undefined}
          placeholder={t('shell.palette.placeholder')}
          value={query}
          onKeyDown={onKeyDown}
          onChange={event => {
            setQuery(event.currentTarget.value)
            setActive(0)
          }}
        />
        <kbd className="kbd">Esc</kbd>
      </div>
      <div className={styles.list} id={listId} role="listbox" aria-label={t('shell.palette.results')}>
        {groups.map(group => (
          <fieldset key={group.title} aria-label={group.title}>
            <h3 role="presentation">{group.title}</h3>
            {group.commands.map(command => (
              <Option
                key={command.id}
                id={`${listId}-${command.id}`}
                command={command}
                active={command === current}
                onRun={() => run(command)}
              />
            ))}
          </fieldset>
        ))}
      </div>
      {flat.length === 0 && (
        <p className={styles.nothing} role="status">
          {t('shell.palette.nothing', { query })}
        </p>
      )}
    </>
  )
}

function Option({ id, command, active, onRun }: { id: string; command: Command; active: boolean; onRun: () => void }) {
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (active) element.current?.scrollIntoView({ block: 'nearest' })
  }, [active])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys live on the combobox input
    // biome-ignore lint/a11y/useFocusableInteractive: options are reached through aria-activedescendant
    <div ref={element} id={id} role="option" aria-selected={active} className={styles.option} onClick={onRun}>
      <Icon name={command.icon} />
      <span className="cut">{command.label}</span>
      {command.detail && <span className={styles.detail}>{command.detail}</span>}
    </div>
  )
}
