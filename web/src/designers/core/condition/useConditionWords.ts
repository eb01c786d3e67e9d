import type { Entity } from '@mortise/sdk'
import { useCallback } from 'react'
import type { FilterNode } from '@/features/views/filter/filter.ts'
import { readFilter } from '@/features/views/filter/readFilter.ts'
import { useChipText } from '@/features/views/filter/useChipText.ts'
import { findEntity } from '@/lib/api/get-description.ts'
import { useWords } from '../useBench.ts'
import { useDrawnEntities } from './useDrawnEntities.ts'

const nothing: Entity = { name: '', title: '', label: 'id', actions: [], fields: [] }

/** Says conditions about the records of an entity in words; undefined for one that can only be written. */
export function useConditionWords(entity: string): (code: string) => string | undefined {
  const { t } = useWords()
  const known = useDrawnEntities()
  const subject = findEntity(known, entity)
  const said = useChipText(subject ?? nothing, known)
  return useCallback(
    (code: string) => {
      const filter = subject && readFilter(subject, code, known)
      if (!filter || filter.children.length === 0) return undefined
      const words = (node: FilterNode): string => {
        if (node.kind === 'condition') return said(node)
        const parts = node.children.map((child) =>
          child.kind === 'group' ? `(${words(child)})` : words(child),
        )
        return parts.join(` ${t(node.all ? 'design.core.condition.and' : 'design.core.condition.or')} `)
      }
      return words(filter)
    },
    [subject, known, said, t],
  )
}
