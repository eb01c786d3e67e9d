import { Problem } from '@mortise/sdk'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '@/lib/api/client.ts'
import { beginSession } from '@/lib/api/get-me.ts'
import { changeLanguage, nearestLanguage, useLanguage } from '@/lib/i18n/index.ts'
import { languageWasChosen } from './languageChoice.ts'

/** Tells whether name and password were right, and the code of the second factor is missing or wrong. */
function asksForCode(error: Error): boolean {
  return error instanceof Problem && ['second_factor_needed', 'second_factor_wrong'].includes(error.code)
}

/** Holds the sign-in form and sends it. */
export function useSignIn(onDone: () => void) {
  const { t } = useTranslation()
  const language = useLanguage()
  const queries = useQueryClient()
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [codeNeeded, setCodeNeeded] = useState(false)

  const signIn = useMutation({
    mutationFn: async () => {
      const me = await client.signIn(login.trim(), password, codeNeeded ? code.trim() : undefined)
      if (!languageWasChosen() || nearestLanguage(me.language) === language) return me
      await client.account.change({ language })
      return { ...me, language }
    },
    onSuccess: async (me) => {
      await changeLanguage(nearestLanguage(me.language))
      beginSession(queries, me)
      onDone()
    },
    onError: (error) => {
      setCode('')
      if (asksForCode(error)) return setCodeNeeded(true)
      setCodeNeeded(false)
      setPassword('')
    },
  })

  const words = (error: Error): string => {
    if (!(error instanceof Problem)) return t('failed.title')
    if (error.code === 'second_factor_needed') return ''
    if (asksForCode(error)) return t('signIn.codeWrong')
    if (error.status === 401) return t('signIn.wrong')
    if (error.status === 429) return t('signIn.throttled', { seconds: error.retryAfter ?? 60 })
    return error.status === 0 ? t('failed.unreachable') : error.message
  }

  return {
    login,
    setLogin,
    password,
    setPassword,
    code,
    setCode,
    codeNeeded,
    busy: signIn.isPending,
    problem: signIn.error ? words(signIn.error) : '',
    submit: () => signIn.mutate(),
  }
}
