import type { Entity } from '@mortise/sdk'
import { useMemo } from 'react'
import type { KnownEntities } from '@/features/views/filter/places.ts'
import { type Doc, textAt } from '../document.ts'
import { describedEntity, fieldDoc } from '../entity.ts'
import { optionsOf } from '../options.ts'
import { useDocs, useWords } from '../useBench.ts'

type Titled = (name: string) => string

// Documents are not changed in place: what was made of one holds as long as that does.
const made = new WeakMap<Doc, { language: string; entity: Entity }>()

function entityOf(doc: Doc, language: string, titleOf: Titled): Entity {
  const before = made.get(doc)
  if (before?.language === language) return before.entity
  const entity = describedEntity(doc, language, titleOf)
  made.set(doc, { language, entity })
  return entity
}

/** Every entity as it is drawn, the way pages that are no designers know them. */
export function useDrawnEntities(): KnownEntities {
  const { t, language } = useWords()
  const entities = useDocs('entity')
  const lists = useDocs('choices')
  return useMemo(() => {
    const shared = new Map(lists.map(({ name, doc }) => [name, doc]))
    const drawn = ({ doc }: { doc: Doc }): Entity => {
      const entity = entityOf(doc, language, (name) => t(`design.core.system.${name}`))
      if (shared.size === 0) return entity
      const fields = entity.fields.map((field) => {
        const list = shared.get(textAt(fieldDoc(doc, field.name), 'x-choices'))
        return list ? { ...field, options: optionsOf(list, language) } : field
      })
      return { ...entity, fields }
    }
    return { entities: entities.map(drawn) }
  }, [entities, lists, language, t])
}
