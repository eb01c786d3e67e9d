import type { Entity, RecordAccess } from '@mortise/sdk'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { CircleCheck } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Dialog } from '@/components/Dialog.tsx'
import { Skeleton } from '@/components/Notice.tsx'
import { showToast } from '@/components/toast.ts'
import { client } from '@/lib/api/client.ts'
import { wordsOf } from '../problem-words.ts'
import '@/field-types/asking/asking.css'
import './bulk.css'

/** Records whose access is asked for at a time. */
const page = 50

interface ClaimTickedProps {
  entity: Entity
  ids: ReadonlySet<string>
  onDone: () => void
  onClose: () => void
}

/** Claims the ticked records that can be claimed, all or none of them. */
export default function ClaimTicked({ entity, ids, onDone, onClose }: ClaimTickedProps) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const access = useQuery({
    queryKey: ['records', entity.name, 'claimable', [...ids]],
    gcTime: 0,
    queryFn: async ({ signal }) => {
      const all = [...ids]
      const known: { [id: string]: RecordAccess } = {}
      for (let at = 0; at < all.length; at += page) {
        Object.assign(known, await client.access(entity.name, all.slice(at, at + page), signal))
      }
      return all.filter((id) => known[id]?.actions.includes('claim'))
    },
  })
  const free = access.data ?? []
  const first = [...ids].find((id) => !free.includes(id))
  const why = useQuery({
    queryKey: ['record', entity.name, first, 'explain', 'claim'],
    enabled: access.isSuccess && first !== undefined,
    retry: false,
    queryFn: ({ signal }) =>
      client.rights.explain({ entity: entity.name, id: first ?? '', action: 'claim' }, signal),
  })
  const refused = ids.size - free.length
  const said =
    refused === 0
      ? t('bulk.claimableAll', { count: free.length })
      : t('bulk.claimable', { count: free.length, refused })
  const refresh = () => queries.invalidateQueries({ queryKey: ['records', entity.name] })
  const operations = (action: 'claim' | 'release') =>
    free.map((id) => ({ action, entity: entity.name, id }) as const)
  const undo = async () => {
    try {
      await client.batch(operations('release'), { reason: t('bulk.unclaim') })
      showToast({ tone: 'plain', text: t('actions.undone') })
    } catch (error) {
      showToast({ tone: 'error', text: wordsOf(error) })
    }
    await refresh()
  }
  const claim = useMutation({
    mutationFn: () => client.batch(operations('claim')),
    onSuccess: () => {
      const back = entity.actions.includes('release')
        ? { label: t('action.undo'), perform: () => void undo() }
        : undefined
      showToast({ tone: 'plain', text: t('bulk.claimed', { count: free.length }), action: back })
      onDone()
    },
    onSettled: refresh,
  })
  return (
    <Dialog
      title={t('bulk.ask', { action: t('bulk.claim'), count: ids.size })}
      closeLabel={t('action.close')}
      onClose={onClose}
      width={520}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button
            look="primary"
            disabled={free.length === 0}
            busy={claim.isPending}
            onClick={() => claim.mutate()}
          >
            {t('bulk.claim')}
          </Button>
        </>
      }
    >
      <div className="x-form">
        <p>{t('bulk.claimText')}</p>
        {access.isPending && <Skeleton width="100%" height={44} />}
        <div className="v-dry" data-good={(access.isSuccess && first === undefined) || undefined}>
          <p role="status">
            {access.isSuccess && refused === 0 && <CircleCheck size={15} aria-hidden="true" />}
            {access.isSuccess && said}
            {access.error?.message}
          </p>
          {why.data && !why.data.allowed && <p>{why.data.text}</p>}
          {first !== undefined && access.isSuccess && <p>{t('actions.askAdmin')}</p>}
        </div>
        {claim.error && (
          <p className="x-problem" role="alert">
            {wordsOf(claim.error)}
          </p>
        )}
      </div>
    </Dialog>
  )
}
