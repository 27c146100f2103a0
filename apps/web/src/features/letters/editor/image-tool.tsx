import { isSafeImage } from '@mailroom/letter'
import { notifications } from '@mantine/notifications'
import type { Editor } from '@tiptap/core'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../../components/icon-button.tsx'

/** A picture is stored inside the letter, whose whole document may be 500 kB. */
const maxBytes = 300_000

export function ImageTool({ editor }: { editor: Editor }) {
  const { t } = useTranslation()
  const input = useRef<HTMLInputElement>(null)
  const insert = async (file: File | undefined) => {
    if (!file) return
    if (file.size > maxBytes) {
      notifications.show({ message: t('letters.toolbar.imageTooBig') })
      return
    }
    const src = await dataUrlOf(file)
    if (!isSafeImage(src)) {
      notifications.show({ message: t('letters.toolbar.imageWrong') })
      return
    }
    const alt = file.name.replace(/\.\w+$/, '')
    editor.chain().focus().setImage({ src, alt }).run()
  }
  return (
    <>
      <IconButton size="sm" icon="image" label={t('letters.toolbar.image')} onClick={() => input.current?.click()} />
      <input
        ref={input}
        hidden
        type="file"
        accept="image/png,image/jpeg,image/gif,image/webp"
        onChange={event => {
          void insert(event.currentTarget.files?.[0])
          event.currentTarget.value = ''
        }}
      />
    </>
  )
}

const dataUrlOf = (file: File): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result))
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(file)
  })
