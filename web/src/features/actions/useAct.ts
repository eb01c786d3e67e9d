import { Invalid, NotFound } from '@mortise/sdk'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { showToast } from '@/components/toast.ts'
import { client } from '@/lib/api/client.ts'
import type { ActionPlace } from './place.ts'

/** What is said after an action, and how it is taken back where that can be. */
export interface Outcome {
  text: string
  undo?: () => Promise<unknown>
}

/** Does an action, says so with a way back, and leaves the page when the record is not to be seen any more. */
export function useAct(place: ActionPlace, act: () => Promise<Outcome>, onDone: () => void) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { entity, record } = place
  const say = ({ text, undo }: Outcome) => {
    const takeBack = async () => {
      try {
        await undo?.()
        showToast({ tone: 'plain', text: t('actions.undone') })
      } catch (error) {
        showToast({ tone: 'error', text: error instanceof Error ? error.message : t('failed.title') })
      }
      await place.refresh()
    }
    const action = undo ? { label: t('action.undo'), perform: () => void takeBack() } : undefined
    showToast({ tone: 'plain', text, action })
  }
  return useMutation({
    mutationFn: act,
    onSuccess: async (outcome) => {
      onDone()
      const seen = await stillSeen(entity.name, record.id)
      say(seen ? outcome : { text: outcome.text })
      if (seen) return place.refresh()
      void queries.invalidateQueries({ queryKey: ['records', entity.name] })
      return navigate({ to: '/e/$entity', params: { entity: entity.name } })
    },
  })
}

async function stillSeen(entity: string, id: string): Promise<boolean> {
  try {
    await client.get(entity, id, ['id'])
    return true
  } catch (error) {
    return !(error instanceof NotFound)
  }
}

/** What a refusal says of one member of the request; undefined when it says nothing of it. */
export function saidOf(error: Error | null, member: string): string | undefined {
  if (!(error instanceof Invalid)) return undefined
  return error.details.find((detail) => detail.pointer?.startsWith(`/${member}`))?.message
}

/** The number of the newest entry of a record's history, when it is of this action: what can be taken back. */
export async function newestOf(entity: string, id: string, action: string): Promise<number | undefined> {
  try {
    const [newest] = (await client.past.history(entity, id)).data
    return newest?.action === action ? newest.seq : undefined
  } catch {
    return undefined
  }
}
