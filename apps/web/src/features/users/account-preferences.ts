import { useMantineColorScheme } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { changeLanguage, currentLanguage } from '../../lib/i18n/i18n.ts'
import type { Language } from '../../lib/i18n/languages.ts'
import { setSingleKeys } from '../../lib/shortcuts.ts'
import { useMe, useUpdateMe } from './api.ts'

/** Language, theme and single keys follow the account, so they are the same on every machine. */
export function useAccountPreferences(): void {
  const me = useMe()
  const { setColorScheme } = useMantineColorScheme()
  useEffect(() => {
    if (me.language !== currentLanguage()) void changeLanguage(me.language)
  }, [me.language])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the setter changes identity, the account's theme decides
  useEffect(() => setColorScheme(me.theme === 'system' ? 'auto' : me.theme), [me.theme])
  useEffect(() => setSingleKeys(me.shortcuts), [me.shortcuts])
}

/** Changes the language at once, saves it, and asks the server again: its words are translated too. */
export function useSwitchLanguage(): (language: Language) => void {
  const client = useQueryClient()
  const update = useUpdateMe()
  return language => {
    void changeLanguage(language)
    // Asked again only once the account knows: an earlier answer would still be in the old language, and switch back.
    update.mutate({ language }, { onSettled: () => client.invalidateQueries() })
  }
}
