import type { Entity, View, WireRecord } from '@mortise/sdk'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { colorFields, colorsOf as colorsIn } from '@/features/views/grid/colors.ts'
import { client } from '@/lib/api/client.ts'
import { useSettled } from '@/lib/useSettled.ts'
import { type Doc, textAt } from '../core/document.ts'
import { useStudio } from '../core/useBench.ts'
import { colorsOf } from './commands.ts'

/** The colours that the rules of a view give, and the fields that these look at. */
export interface Colors {
  fields: readonly string[]
  of: (record: WireRecord) => string | undefined
}

/** The rules of colour as the server reads them by the draft. */
export function useColors(entity: Entity, view: Doc): Colors {
  const { draft, saver } = useStudio()
  const rules = colorsOf(view).filter((rule) => textAt(rule, 'when') !== '')
  const drawn = useSettled(rules.length === 0 ? '' : JSON.stringify(rules), 600)
  const answer = useQuery({
    queryKey: ['design', 'conditions', draft, entity.name, drawn],
    enabled: drawn !== '',
    queryFn: async ({ signal }) => {
      await saver.flush()
      const known = JSON.parse(drawn) as Doc[]
      const sources = known.map((rule) => textAt(rule, 'when'))
      const read = await client.design.conditions(entity.name, sources, { draft }, signal)
      return known.map((rule, at) => ({
        when: read[at] ?? { source: sources[at] ?? '' },
        color: textAt(rule, 'color'),
      }))
    },
    placeholderData: (before) => before,
    retry: false,
    gcTime: 0,
  })
  const colors = drawn === '' ? undefined : answer.data
  return useMemo(() => {
    const one: View = { name: '', title: '', columns: [], colors }
    return { fields: colorFields(one), of: colorsIn(one) ?? (() => undefined) }
  }, [colors])
}
