import type { Me } from '@mortise/sdk'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { showToast } from '@/components/toast.ts'
import { client } from '@/lib/api/client.ts'
import { changeLanguage, type Language, useLanguage } from '@/lib/i18n/index.ts'

/** Switches the page's language at once and stores it with the account. */
export function useSwitchLanguage() {
  const language = useLanguage()
  const queries = useQueryClient()
  const store = useMutation({
    mutationFn: (next: Language) => client.account.change({ language: next }),
    onError: (error) => showToast({ tone: 'error', text: error.message }),
  })
  const change = async (next: Language) => {
    await changeLanguage(next)
    queries.setQueryData<Me | null>(['me'], (me) => (me ? { ...me, language: next } : me))
    await store.mutateAsync(next).catch(() => undefined)
  }
  return { language, change }
}
