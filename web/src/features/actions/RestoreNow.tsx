import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { showToast } from '@/components/toast.ts'
import { client } from '@/lib/api/client.ts'
import { mayOne } from '@/lib/undo.ts'
import type { ActionDialogProps } from './place.ts'
import { useAct } from './useAct.ts'

/** Brings an archived record back at once: there is nothing to ask. */
export default function RestoreNow({ place, onClose }: ActionDialogProps) {
  const { t } = useTranslation()
  const { entity, record, name } = place
  const act = useAct(
    place,
    async () => {
      const filed = await client.approvals.ask({ action: 'restore', entity: entity.name, id: record.id })
      if (filed) return { text: t('actions.asked') }
      const undo = mayOne(entity, 'archive') ? () => client.archive(entity.name, record.id) : undefined
      return { text: t('archive.restored', { name }), undo }
    },
    onClose,
  )
  const begun = useRef(false)
  const { mutate } = act
  useEffect(() => {
    if (begun.current) return
    begun.current = true
    mutate(undefined, {
      onError: (error) => {
        showToast({ tone: 'error', text: error.message })
        onClose()
      },
    })
  }, [mutate, onClose])
  return null
}
