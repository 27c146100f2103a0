import {
  type Category,
  type ConditionOperator,
  conditionOperators,
  fieldCatalogue,
  findField,
  formatsOf,
} from '@mailroom/letter'
import { Button } from '@mantine/core'
import { type Editor, useEditorState } from '@tiptap/react'
import { useTranslation } from 'react-i18next'
import { TextField } from '../../../components/form/field.tsx'
import { SelectField } from '../../../components/form/select-field.tsx'
import { Icon } from '../../../components/icon.tsx'
import { IconButton } from '../../../components/icon-button.tsx'
import { Segmented } from '../../../components/segmented.tsx'
import { Sheet } from '../../../components/sheet.tsx'
import { currentLanguage } from '../../../lib/i18n/i18n.ts'
import { fieldLabel } from '../language/merge-field.ts'
import type { Language } from '../letter-words.ts'
import {
  fieldsAt,
  type Holder,
  holdersOf,
  listAround,
  listsOf,
  removeBlock,
  type SelectedChip,
  selectedChip,
  selectNode,
  setAttrs,
  unwrap,
  wrapInCondition,
} from './editor-commands.ts'
import styles from './inspector.module.css'
import { noteWords } from './note-words.ts'

interface InspectorProps {
  editor: Editor
  category: Category
  /** Of the letter: examples of formats are in its language. */
  language: Language
}

/** The settings of what is selected: a chip, else the condition or repeat around the cursor. */
export function Inspector({ editor, category, language }: InspectorProps) {
  const { t } = useTranslation()
  const { chip, holders } = useEditorState({
    editor,
    selector: ({ editor: now }) => ({ chip: selectedChip(now), holders: holdersOf(now) }),
  })
  const [holder] = holders
  return (
    <Sheet className={styles.inspector} aria-label={t('letters.inspector.label')}>
      {chip && <ChipSettings {...{ editor, category, language, chip }} condition={holders.find(isCondition)} />}
      {!chip && holder && <HolderSettings {...{ editor, category, holder }} />}
      {!chip && !holder && (
        <div className={styles.nothing}>
          <p>{t('letters.inspector.nothing')}</p>
          <p>{t('letters.inspector.nothingWords')}</p>
        </div>
      )}
    </Sheet>
  )
}

const isCondition = (holder: Holder): boolean => holder.type === 'condition'

interface ChipSettingsProps extends InspectorProps {
  chip: SelectedChip
  condition: Holder | undefined
}

function ChipSettings({ editor, category, language, chip, condition }: ChipSettingsProps) {
  const { t } = useTranslation()
  const { field: name, format, ifEmpty, fallback } = chip.attrs
  const found = findField(category, name)
  const group = fieldCatalogue(category).find(one => one.fields.includes(found?.list ?? (found?.field as never)))
  const about = found
    ? t('letters.inspector.about', {
        group: found.list?.label[currentLanguage()] ?? group?.label[currentLanguage()] ?? '',
        type: t(`letters.inspector.types.${found.field.type}`),
      })
    : t('letters.inspector.unknown')
  const formats = found ? formatsOf(found.field) : []
  const set = (attrs: Partial<SelectedChip['attrs']>) => setAttrs(editor, chip.position, attrs)
  return (
    <>
      <header className={styles.inspectorHead}>
        <h2>
          <span className={styles.bigChip}>{fieldLabel(category, name)}</span>
          <small className="cut">{about}</small>
        </h2>
        <IconButton
          size="sm"
          icon="trash"
          label={t('letters.inspector.remove')}
          onClick={() => removeBlock(editor, chip.position)}
        />
      </header>
      <dl className={styles.settings}>
        {formats.length > 1 && (
          <div>
            <dt id="chip-format">{t('letters.inspector.format')}</dt>
            <dd>
              <SelectField
                aria-labelledby="chip-format"
                choices={formats.map(one => ({ value: one.name, label: one.example[language] || one.label[language] }))}
                value={format ?? formats[0]?.name ?? null}
                onChoice={value => set({ format: value === formats[0]?.name ? null : value })}
              />
            </dd>
          </div>
        )}
        <div>
          <dt>{t('letters.inspector.ifEmpty')}</dt>
          <dd>
            <Segmented
              wide
              label={t('letters.inspector.ifEmpty')}
              items={(['blank', 'write', 'hold'] as const).map(id => ({ id, label: t(`letters.inspector.${id}`) }))}
              value={ifEmpty}
              onChange={rule => set({ ifEmpty: rule })}
            />
            {ifEmpty === 'write' && (
              <TextField
                aria-label={t('letters.inspector.fallback')}
                hint={t('letters.inspector.fallbackHint')}
                value={fallback ?? ''}
                maxLength={1000}
                onText={text => set({ fallback: text === '' ? null : text })}
              />
            )}
            {ifEmpty === 'hold' && <p className={styles.hint}>{t('letters.inspector.holdHint')}</p>}
          </dd>
        </div>
        <div>
          <dt>{t('letters.inspector.condition')}</dt>
          <dd>
            <Button
              size="xs"
              variant="subtle"
              className={styles.linkButton}
              leftSection={<Icon name={condition ? 'condition' : 'plus'} size={16} />}
              onClick={() => (condition ? selectNode(editor, condition.position) : wrapInCondition(editor))}
            >
              <span className="cut">
                {condition ? noteWords(condition, category, t) : t('letters.inspector.alwaysShown')}
              </span>
            </Button>
          </dd>
        </div>
      </dl>
    </>
  )
}

function HolderSettings({ editor, category, holder }: { editor: Editor; category: Category; holder: Holder }) {
  const { t } = useTranslation()
  const conditional = holder.type === 'condition'
  return (
    <>
      <header className={styles.inspectorHead}>
        <h2>
          <Icon name={conditional ? 'condition' : 'repeat'} />
          {t(conditional ? 'letters.inspector.conditionTitle' : 'letters.inspector.repeatTitle')}
        </h2>
      </header>
      {conditional ? (
        <ConditionFields {...{ editor, category, holder }} />
      ) : (
        <div className={styles.stack}>
          <SelectField
            label={t('letters.inspector.forEach')}
            choices={listsOf(category).map(list => ({ value: list.name, label: list.label[currentLanguage()] }))}
            value={String(holder.attrs.list ?? holder.attrs.repeat ?? '')}
            onChoice={list =>
              setAttrs(editor, holder.position, holder.type === 'tableRow' ? { repeat: list } : { list })
            }
          />
        </div>
      )}
      <div className={styles.holderButtons}>
        <Button size="xs" onClick={() => unwrap(editor, holder)}>
          {t(conditional ? 'letters.inspector.unwrap' : 'letters.inspector.unwrapRepeat')}
        </Button>
        <Button size="xs" variant="subtle" onClick={() => removeBlock(editor, holder.position)}>
          {t('letters.inspector.deleteBlock')}
        </Button>
      </div>
    </>
  )
}

/** "Show only if · half-days · is at least · 4". */
function ConditionFields({ editor, category, holder }: { editor: Editor; category: Category; holder: Holder }) {
  const { t } = useTranslation()
  const name = String(holder.attrs.field ?? '')
  const operator = (holder.attrs.operator ?? 'filled') as ConditionOperator
  const compares = operator !== 'filled' && operator !== 'empty'
  const choices = fieldsAt(category, listAround(editor)).map(field => ({
    value: field.name,
    label: field.label[currentLanguage()],
  }))
  const known = choices.some(choice => choice.value === name)
  const type = findField(category, name)?.field.type
  const set = (attrs: Record<string, unknown>) => setAttrs(editor, holder.position, attrs)
  return (
    <div className={styles.stack}>
      <SelectField
        searchable
        label={t('letters.inspector.showOnly')}
        choices={known ? choices : [{ value: name, label: name }, ...choices]}
        value={name}
        onChoice={field => set({ field })}
      />
      <div className={styles.pair}>
        <SelectField
          aria-label={t('letters.inspector.condition')}
          choices={conditionOperators.map(value => ({ value, label: t(`letters.inspector.operators.${value}`) }))}
          value={operator}
          onChoice={next => set({ operator: next, ...(next === 'filled' || next === 'empty' ? { value: null } : {}) })}
        />
        {compares && (
          <TextField
            aria-label={t('letters.inspector.value')}
            type={type === 'date' ? 'date' : type === 'time' ? 'time' : 'text'}
            inputMode={type === 'number' ? 'decimal' : undefined}
            value={String(holder.attrs.value ?? '')}
            onText={value => set({ value: value === '' ? null : value })}
          />
        )}
      </div>
    </div>
  )
}
