import { useMemo } from 'react'
import { announce } from '../core/announce.tsx'
import { type Doc, keyOf } from '../core/document.ts'
import { fieldsOf, fieldTitle, withoutField } from '../core/entity.ts'
import { addField } from '../core/newEntity.ts'
import { useDoc, useWords, useWorkbench } from '../core/useBench.ts'
import { moveField } from './commands.ts'
import { usePresets } from './usePresets.ts'

/** What is done to the fields of an entity, each as a step with a name. */
export function useEntityEdits(entity: string) {
  const bench = useWorkbench()
  const { t, language } = useWords()
  const presets = usePresets()
  const doc = useDoc('entity', entity)
  return useMemo(() => {
    const now = () => bench.get(keyOf('entity', entity)) ?? doc ?? {}
    const put = (label: string, next: Doc, run?: string) =>
      bench.do({ label, changes: { [keyOf('entity', entity)]: next }, run })
    const title = (name: string) => fieldTitle(now(), name, language)
    return {
      /** One step of any kind; run joins those that follow each other, such as typing. */
      put,
      /** Adds fields of these titles, of a type or as their titles tell, and gives the name of the last. */
      add: (titles: readonly string[], more: { type?: string; at?: number } = {}): string | undefined => {
        let next = now()
        let last: string | undefined
        for (const [nth, one] of titles.entries()) {
          const at = more.at === undefined ? undefined : more.at + nth
          const added = addField(next, one, presets, { type: more.type, at })
          next = added.entity
          last = added.name
        }
        if (last) put(t('design.entity.did.add', { title: titles.join(', '), count: titles.length }), next)
        return last
      },
      move: (name: string, to: number) => {
        const next = moveField(now(), name, to)
        put(t('design.entity.did.move', { title: title(name) }), next)
        const at = fieldsOf(next).findIndex((field) => field.name === name)
        announce(t('design.core.movedTo', { title: title(name), at: at + 1, count: fieldsOf(next).length }))
      },
      remove: (name: string) =>
        put(t('design.entity.did.remove', { title: title(name) }), withoutField(now(), name)),
      /** Changes the entity by a function, as a step about one of its fields. */
      change: (name: string, change: (entity: Doc) => Doc, run?: string) =>
        put(
          t('design.entity.did.change', { title: title(name) }),
          change(now()),
          run && `${entity}.${name}.${run}`,
        ),
      /** Changes the entity itself. */
      changeEntity: (change: (entity: Doc) => Doc, run?: string) =>
        put(t('design.entity.did.entity'), change(now()), run && `${entity}.${run}`),
    }
  }, [bench, doc, entity, language, presets, t])
}

/** What useEntityEdits gives. */
export type EntityEdits = ReturnType<typeof useEntityEdits>
