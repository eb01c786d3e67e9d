import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { showToast } from '@/components/toast.ts'
import { client } from '@/lib/api/client.ts'
import { recordKey } from '../api/get-record.ts'

/** How long a comment can be had back, as long as the message that says so stands. */
const grace = 8000

/** Takes a comment back, a while after it was asked for: until then it can be had again. */
export function useRemoveComment(entity: string, id: string, comment: string) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [removed, setRemoved] = useState(false)
  const remove = () => {
    setRemoved(true)
    const finish = async () => {
      stop()
      try {
        await client.comments.remove(entity, id, comment)
      } catch (error) {
        setRemoved(false)
        showToast({ tone: 'error', text: error instanceof Error ? error.message : t('comment.removeFailed') })
      }
      await queries.invalidateQueries({ queryKey: [...recordKey(entity, id), 'timeline'] })
    }
    const timer = setTimeout(finish, grace)
    const stop = () => {
      clearTimeout(timer)
      window.removeEventListener('pagehide', finish)
    }
    // Whoever leaves has not thought better of it.
    window.addEventListener('pagehide', finish)
    const action = {
      label: t('action.undo'),
      perform: () => {
        stop()
        setRemoved(false)
      },
    }
    showToast({ tone: 'plain', text: t('comment.removed'), action })
  }
  return { removed, remove }
}
