import { getLetter, type PersonKind } from '@mailroom/contract'
import { TagsInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { SelectField } from '../../components/form/select-field.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { Desk, Sheet } from '../../components/sheet.tsx'
import { call } from '../../lib/api.ts'
import { useShortcuts } from '../../lib/shortcuts.ts'
import { SubjectField } from '../letters/language/subject-field.tsx'
import type { PeopleSearch } from '../resources/people-search.ts'
import { useMyAccounts, useMySignatures } from './api.ts'
import { AttachmentsField } from './attachments-field.tsx'
import styles from './compose.module.css'
import { useComposeDraft, useReuse } from './compose-draft.ts'
import { ComposeFoot } from './compose-foot.tsx'
import { ComposeRecipients } from './compose-recipients.tsx'
import dispatchStyles from './dispatch.module.css'
import { MessageEditor } from './message-editor.tsx'
import { PreviewPane } from './preview-pane.tsx'
import { useScopeWords } from './scope-words.ts'
import { SenderLine } from './sender-line.tsx'
import { useDispatchDraft } from './use-dispatch.ts'

/** An e-mail of its own belongs to no category: only what everybody has can stand in its subject. */
const everybodysGroups = ['recipient', 'student', 'school', 'sender', 'date']
const address = /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+$/

interface ComposeFormProps {
  kind: PersonKind
  letterId: string | undefined
  reuse: string | undefined
  search: PeopleSearch
}

export function ComposeForm({ kind, letterId, reuse, search }: ComposeFormProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const what = letterId ? 'letter' : 'email'
  const dispatch = useDispatchDraft(what, kind, search)
  const { name, draft, change } = useComposeDraft(kind, letterId)
  useReuse(reuse, draft, change)
  const letter = useQuery({
    queryKey: ['letter', letterId],
    queryFn: () => call(getLetter, { params: { id: letterId ?? '' } }),
    enabled: letterId !== undefined,
  }).data
  const own = letter?.contents[mostRead(dispatch.plan.data?.rows ?? [])] ?? letter?.contents.fr ?? letter?.contents.en
  const subject = draft.subject ?? own?.subject ?? ''
  const signature = useSignatureChoice(draft.signatureId, dispatch.settings.accountId)
  const [part, setPart] = useState<'form' | 'preview'>('form')
  const [index, setIndex] = useState(0)
  const [badOther, setBadOther] = useState<string | null>(null)
  const now = useMemo(
    () => ({ subject, body: draft.body, signatureId: signature.id }),
    [subject, draft.body, signature.id],
  )
  const [written] = useDebouncedValue(now, 400)
  const words = useScopeWords(kind, search)
  const close = () =>
    void navigate(
      letterId
        ? { to: '/dispatch/$kind', params: { kind }, search }
        : { to: '/people/$kind', params: { kind }, search },
    )
  useShortcuts({ Escape: close })
  const title = letterId ? (letter?.designation ?? t('dispatch.titleLetter')) : t('dispatch.titleEmail')
  const category = letter?.category ?? 'administration'
  return (
    <Desk className={dispatchStyles.desk} data-part={part}>
      <Sheet className={styles.win} aria-label={title}>
        <header className={dispatchStyles.head}>
          <div>
            <p className={dispatchStyles.crumb}>
              <Link to="/people/$kind" params={{ kind }} search={search}>
                {t(`people.kinds.${kind}`)}
              </Link>{' '}
              › {words}
            </p>
            <h1 className="cut">{title}</h1>
          </div>
          <IconButton
            icon={letterId ? 'left' : 'close'}
            label={letterId ? t('dispatch.compose.back') : t('dispatch.close')}
            onClick={close}
          />
        </header>
        <div className={`${dispatchStyles.parts} only-s`}>
          <Segmented
            wide
            label={t('dispatch.show')}
            items={[
              { id: 'form', label: t('dispatch.compose.message') },
              { id: 'preview', label: t('dispatch.preview') },
            ]}
            value={part}
            onChange={setPart}
          />
        </div>
        <div className={`${dispatchStyles.steps} ${styles.form}`}>
          <SenderLine
            plan={dispatch.plan.data}
            accountId={dispatch.settings.accountId}
            onAccount={id => dispatch.change({ accountId: id })}
          />
          <ComposeRecipients kind={kind} letter={letterId !== undefined} dispatch={dispatch} />
          <TagsInput
            label={t('dispatch.compose.others')}
            description={t('dispatch.compose.othersHint')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            classNames={{ pillsList: styles.others }}
            placeholder={draft.others.length === 0 ? t('dispatch.compose.othersPlaceholder') : ''}
            value={draft.others}
            error={badOther ? t('dispatch.compose.badAddress', { value: badOther }) : undefined}
            splitChars={[',', ';', ' ']}
            acceptValueOnBlur
            maxTags={50}
            onChange={others => {
              setBadOther(others.find(other => !address.test(other)) ?? null)
              change({ others: others.filter(other => address.test(other)) })
            }}
          />
          <SubjectField
            id={`subject-${name}`}
            label={t('dispatch.compose.subject')}
            category={category}
            value={subject}
            groups={letterId ? undefined : everybodysGroups}
            onChange={subject => change({ subject })}
          />
          <div>
            <span className={styles.label} aria-hidden="true">
              {t('dispatch.compose.message')}
              {letterId && dispatch.settings.integrate && <small>{t('dispatch.compose.messageHint')}</small>}
            </span>
            <MessageEditor
              label={t('dispatch.compose.message')}
              value={draft.body}
              placeholder={letterId ? t('dispatch.compose.placeholderLetter') : t('dispatch.compose.placeholderEmail')}
              onChange={body => change({ body })}
              onSend={() => document.getElementById('compose-send')?.click()}
            />
          </div>
          {signature.choices.length > 1 && (
            <SelectField
              label={t('dispatch.compose.signature')}
              value={signature.id ?? 'none'}
              choices={signature.choices}
              onChoice={value => change({ signatureId: value === 'none' ? null : value })}
            />
          )}
          <AttachmentsField
            files={draft.files}
            letterPdf={letterId !== undefined && dispatch.settings.attachPdf}
            // The draft may have changed while a file was being read.
            onFiles={update => change({ files: update(draft.files) })}
          />
        </div>
        <ComposeFoot
          {...{ kind, letterId, search, draft, dispatch, index }}
          draftName={name}
          signatureId={signature.id}
          subject={subject}
        />
      </Sheet>
      <PreviewPane
        choice={dispatch.choice}
        written={written}
        ready={dispatch.ready}
        first="email"
        index={index}
        onIndex={setIndex}
      />
    </Desk>
  )
}

/** A dispatch has one subject: in the language that most of its recipients read. */
const mostRead = (rows: readonly { language: 'en' | 'fr' }[]): 'en' | 'fr' =>
  rows.filter(row => row.language === 'fr').length * 2 >= rows.length ? 'fr' : 'en'

/** The account's own signature until another is chosen; choosing "none" is a choice too. */
function useSignatureChoice(chosen: string | null | undefined, accountId: string | null) {
  const { t } = useTranslation()
  const signatures = useMySignatures().data ?? []
  const account = useMyAccounts().data?.accounts.find(candidate => candidate.id === accountId)
  const id = chosen === undefined ? (account?.settings.defaultSignatureId ?? null) : chosen
  const choices = [
    { value: 'none', label: t('dispatch.compose.noSignature') },
    ...signatures.map(signature => ({ value: signature.id, label: signature.name })),
  ]
  return { id, choices }
}
