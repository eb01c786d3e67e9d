import type { ExpressionUse } from '@mortise/sdk'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { client } from '@/lib/api/client.ts'
import { useDocs, useWords } from '../useBench.ts'
import { type Scope, scopeOf } from './scope.ts'

const none: never[] = []

/** All that the language of expressions has; it changes with the server alone. */
function useParts() {
  const parts = useQuery({
    queryKey: ['expressions'],
    queryFn: ({ signal }) => client.tryout.expressions(signal),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return parts.data ?? none
}

/** What an expression about an entity can name, as the draft is drawn. */
export function useScope(entity: string, use: ExpressionUse): Scope {
  const { t, language } = useWords()
  const entities = useDocs('entity')
  const choices = useDocs('choices')
  const parts = useParts()
  return useMemo(() => {
    const systemTitle = (name: string) => t(`design.core.expression.system.${name}`)
    return scopeOf({ entity, use, entities, choices, parts, language, systemTitle })
  }, [entity, use, entities, choices, parts, language, t])
}
