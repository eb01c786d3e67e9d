import { Problem } from '@mortise/sdk'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { client } from '@/lib/api/client.ts'
import { beginSession } from '@/lib/api/get-me.ts'

/** Holds the password that is chosen with an invitation, sends it and signs in. */
export function useWelcome(token: string, onDone: () => void, onSignIn: () => void) {
  const queries = useQueryClient()
  const [password, setPassword] = useState('')
  const accepted = useRef(false)
  const invited = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => client.invited(token),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: (count, error) => count < 2 && !(error instanceof Problem && error.status === 403),
  })
  const send = useMutation({
    mutationFn: async () => {
      // A second try after a failure goes on where the first one ended.
      if (!accepted.current) await client.acceptInvitation(token, password)
      accepted.current = true
      return client.signIn(invited.data?.email ?? '', password)
    },
    onSuccess: (me) => {
      beginSession(queries, me)
      onDone()
    },
    onError: () => accepted.current && onSignIn(),
  })
  const details = send.error instanceof Problem ? send.error.details : []
  return {
    who: invited.data,
    failed: invited.error,
    password,
    setPassword,
    busy: send.isPending,
    problemAt: details.find(({ pointer }) => pointer === '/password')?.message,
    problem: send.error && details.length === 0 ? send.error.message : '',
    submit: () => send.mutate(),
  }
}
