import type { Field } from '@mortise/sdk'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { showToast } from '@/components/toast.ts'
import { client } from '@/lib/api/client.ts'
import { useMe } from '@/lib/api/get-me.ts'
import { useOwnFields, useProfile } from './useProfile.ts'

interface Edit {
  value: unknown
  slip?: string
}

/** The name of the account and the fields of the user's own record, saved together. */
export function useProfileForm() {
  const { t } = useTranslation()
  const me = useMe().data
  const queries = useQueryClient()
  const profile = useProfile()
  const own = useOwnFields()
  const [name, setName] = useState<string>()
  const [edits, setEdits] = useState<{ [field: string]: Edit }>({})
  const kept = (field: Field) => own.record?.[field.name] ?? null
  const edited = own.fields.filter((field) => {
    const edit = edits[field.name]
    return edit !== undefined && (edit.slip !== undefined || edit.value !== kept(field))
  })
  const renamed = name !== undefined && name.trim() !== '' && name.trim() !== me?.user.name
  const slipped = edited.some((field) => edits[field.name]?.slip !== undefined)
  const changed = (renamed || edited.length > 0) && !slipped

  // The record first: what it refuses can be mended and sent again together with the name.
  const send = useMutation({
    mutationFn: async () => {
      if (edited.length > 0 && own.record) {
        const values = Object.fromEntries(edited.map((field) => [field.name, edits[field.name]?.value]))
        await client.update('user', own.record.id, values)
      }
      if (renamed) await profile.changeNow({ name: name.trim() })
      else showToast({ tone: 'plain', text: t('me.stored') })
    },
    // What is typed while it is being sent stays.
    onMutate: () => ({ name, edits }),
    onSuccess: async (_data, _variables, sent) => {
      await queries.invalidateQueries({ queryKey: ['own-fields'] })
      setName((now) => (now === sent.name ? undefined : now))
      setEdits((now) =>
        Object.fromEntries(Object.entries(now).filter(([field, edit]) => edit !== sent.edits[field])),
      )
    },
  })
  return {
    name: name ?? me?.user.name ?? '',
    setName,
    fields: own.fields,
    valueOf: (field: Field) => (field.name in edits ? edits[field.name]?.value : kept(field)),
    slipOf: (field: Field) => edits[field.name]?.slip,
    set: (field: Field, value: unknown, slip?: string) =>
      setEdits((now) => ({ ...now, [field.name]: { value, slip } })),
    changed,
    busy: send.isPending,
    error: send.error,
    save: () => {
      if (changed && !send.isPending) send.mutate()
    },
  }
}
