import { useCallback } from 'react'
import { announce } from '../core/announce.tsx'
import { type Doc, keyOf } from '../core/document.ts'
import { titleIn } from '../core/title.ts'
import { useWords, useWorkbench } from '../core/useBench.ts'
import { mayRelate, relate } from './relate.ts'

/** Relates one entity to another by a new field, called as that is; gives its name, nothing where it may not. */
export function useRelate() {
  const bench = useWorkbench()
  const { t, language } = useWords()
  return useCallback(
    (from: string, to: string, many = false): string | undefined => {
      const [entity, target] = [bench.get(keyOf('entity', from)), bench.get(keyOf('entity', to))]
      const called = (doc: Doc, name: string) => titleIn(doc.title, language) || name
      if (!entity || !target) return undefined
      if (!mayRelate(entity)) {
        announce(t('design.diagram.fixed', { title: called(entity, from) }))
        return undefined
      }
      const title = many ? titleIn(target['x-plural'], language) || called(target, to) : called(target, to)
      const made = relate(entity, to, title, many)
      const label = t('design.diagram.did.relate', { from: called(entity, from), to: called(target, to) })
      bench.do({ label, changes: { [keyOf('entity', from)]: made.entity } })
      announce(label)
      return made.name
    },
    [bench, language, t],
  )
}
