import { Problem } from '@mortise/sdk'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '@/lib/api/client.ts'
import { beginSession } from '@/lib/api/get-me.ts'

type Name = 'name' | 'email' | 'password'

/** Holds the form of the first administrator, sends it and signs in. */
export function useSetup(token: string, onDone: () => void) {
  const queries = useQueryClient()
  const [values, setValues] = useState({ name: '', email: '', password: '' })
  const state = useQuery({ queryKey: ['setup'], queryFn: () => client.setupNeeded() })

  const send = useMutation({
    mutationFn: async () => {
      await client.setup({ token, ...values })
      return client.signIn(values.email, values.password)
    },
    onSuccess: (me) => {
      beginSession(queries, me)
      onDone()
    },
  })

  const details = send.error instanceof Problem ? send.error.details : []
  const problemAt = (name: Name) => details.find((detail) => detail.pointer === `/${name}`)?.message

  return {
    needed: state.data,
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
