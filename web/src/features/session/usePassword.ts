import { Problem } from '@mortise/sdk'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { showToast } from '@/components/toast.ts'
import { client } from '@/lib/api/client.ts'

type Name = 'current' | 'new'

/** Holds the form of a new password and sends it. */
export function usePassword(onDone: () => void) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [values, setValues] = useState({ current: '', new: '' })
  const send = useMutation({
    mutationFn: () => client.changePassword(values.current, values.new),
    onSuccess: async () => {
      queries.setQueryData(['me'], await client.me())
      showToast({ tone: 'plain', text: t('password.done') })
      onDone()
    },
  })
  const details = send.error instanceof Problem ? send.error.details : []
  const problemAt = (name: Name) => details.find((detail) => detail.pointer === `/${name}`)?.message
  return {
    busy: send.isPending,
    problem: send.error && details.length === 0 ? send.error.message : '',
    submit: () => send.mutate(),
    field: (name: Name) => ({
      value: values[name],
      onChange: (value: string) => setValues((now) => ({ ...now, [name]: value })),
      problem: problemAt(name),
    }),
  }
}
