import type { Entity, WireRecord } from '@mortise/sdk'
import { useCallback, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '@/lib/api/get-me.ts'
import { fieldOf, relatedId, relatedLabel } from '@/lib/definition.ts'
import type { FormStore } from './form/FormStore.ts'

/** What somebody else has changed while the page was open. */
export interface News {
  by: string
  fields: string[]
}

/** Takes newer states of a record into its form, and tells what others have changed in it. */
export function useNews(entity: Entity, store: FormStore) {
  const { t } = useTranslation()
  const me = useMe().data?.user.id
  const loaded = useRef<WireRecord>(undefined)
  const [news, setNews] = useState<News>()
  const take = useCallback(
    (record: WireRecord) => {
      const before = loaded.current
      if (before === record) return
      loaded.current = record
      const moved = store.rebase(record)
      const who = relatedId(record.updated_by)
      if (!before || before.version === record.version || who === null || who === me) return
      const fields = moved.flatMap((name) => {
        const field = fieldOf(entity, name)
        return field && !field.system ? [field] : []
      })
      if (fields.length === 0) return
      const by = relatedLabel(record.updated_by) ?? t('conflict.somebody')
      store.mark(
        fields.map((field) => field.name),
        by,
      )
      setNews({ by, fields: fields.map((field) => field.title) })
    },
    [entity, store, me, t],
  )
  const forget = useCallback(() => {
    store.mark([], null)
    setNews(undefined)
  }, [store])
  return { news, take, forget }
}
