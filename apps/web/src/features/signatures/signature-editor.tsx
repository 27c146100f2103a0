import type { SignatureView } from '@mailroom/contract'
import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { Image } from '@tiptap/extension-image'
import { EditorContent, useEditor } from '@tiptap/react'
import { StarterKit } from '@tiptap/starter-kit'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { TextField } from '../../components/form/field.tsx'
import { FormErrorSummary } from '../../components/form-error-summary.tsx'
import { Note } from '../../components/note.tsx'
import { asApiError } from '../../lib/api-error.ts'
import { useDeleteSignature, useSaveSignature } from './api.ts'
import { SignatureTools } from './signature-tools.tsx'
import styles from './signatures.module.css'

interface SignatureEditorProps {
  signature: SignatureView | null
  onSaved: (id: string) => void
  onDeleted: () => void
}

/** Rich text and a picture. What the server's sanitiser takes out is said after saving, never silently. */
export function SignatureEditor({ signature, onSaved, onDeleted }: SignatureEditorProps) {
  const { t } = useTranslation()
  const [name, setName] = useState(signature?.name ?? '')
  const [removed, setRemoved] = useState<string[]>(signature?.removed ?? [])
  const [deleting, setDeleting] = useState(false)
  const save = useSaveSignature()
  const failure = save.error ? asApiError(save.error) : null
  const editor = useEditor({
    extensions: [
      StarterKit.configure({
        heading: false,
        codeBlock: false,
        blockquote: false,
        link: { openOnClick: false, autolink: true },
      }),
      Image.configure({ allowBase64: true }),
    ],
    content: signature?.html ?? '',
    editorProps: { attributes: { 'aria-label': t('signatures.body'), role: 'textbox', 'aria-multiline': 'true' } },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(
      { id: signature?.id ?? null, name, html: editor.getHTML() },
      {
        onSuccess: answer => {
          setRemoved(answer.removed)
          notifications.show({ message: t('signatures.saved', { name: answer.name }) })
          onSaved(answer.id)
        },
      },
    )
  }
  return (
    <form className={styles.editor} onSubmit={submit} noValidate>
      <FormErrorSummary error={failure} fieldIds={{ name: 'signature-name' }} />
      <TextField
        id="signature-name"
        label={t('signatures.name')}
        hint={t('signatures.nameHint')}
        value={name}
        error={failure?.fault('name')}
        onText={setName}
      />
      <div className={styles.box}>
        <SignatureTools editor={editor} />
        <EditorContent editor={editor} className={styles.content} />
      </div>
      {removed.length > 0 && (
        <Note tone="warn" title={t('signatures.removedTitle')}>
          {removed.join(' ')}
        </Note>
      )}
      <div className={styles.buttons}>
        {signature && (
          <Button variant="subtle" onClick={() => setDeleting(true)}>
            {t('signatures.remove')}
          </Button>
        )}
        <span className="grow" />
        <Button type="submit" variant="filled" size="md" loading={save.isPending}>
          {t('signatures.save')}
        </Button>
      </div>
      {signature && deleting && (
        <DeleteDialog signature={signature} onClose={() => setDeleting(false)} onDeleted={onDeleted} />
      )}
    </form>
  )
}

function DeleteDialog({
  signature,
  onClose,
  onDeleted,
}: {
  signature: SignatureView
  onClose: () => void
  onDeleted: () => void
}) {
  const { t } = useTranslation()
  const remove = useDeleteSignature()
  return (
    <ConfirmDialog
      opened
      danger
      onClose={onClose}
      title={t('signatures.removeTitle', { name: signature.name })}
      confirmLabel={t('signatures.remove')}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate(signature.id, { onSuccess: onDeleted })}
    >
      <p>{t('signatures.removeWords')}</p>
    </ConfirmDialog>
  )
}
