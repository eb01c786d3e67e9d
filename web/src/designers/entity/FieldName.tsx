import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '@/components/Button.tsx'
import { client } from '@/lib/api/client.ts'
import { keyOf, textAt } from '../core/document.ts'
import { fieldDoc } from '../core/entity.ts'
import { TextProperty } from '../core/Property.tsx'
import { References } from '../core/References.tsx'
import { useDoc, useStudio, useWords } from '../core/useBench.ts'
import { renameNewField } from './commands.ts'
import type { EntityEdits } from './useEntityEdits.ts'

interface FieldNameProps {
  entity: string
  name: string
  edits: EntityEdits
  onRenamed: (name: string) => void
}

const pattern = /^[a-z][a-z0-9_]{0,62}$/

/** The name of a field in addresses and expressions. What names it is shown before it gets another one, and follows. */
export function FieldName({ entity, name, edits, onRenamed }: FieldNameProps) {
  const { t } = useWords()
  const { bench, saver, draft, reload } = useStudio()
  const doc = useDoc('entity', entity)
  const [typed, setTyped] = useState(name)
  const wrong = !pattern.test(typed)
    ? t('design.entity.nameWrong')
    : typed !== name && fieldDoc(doc, typed)
      ? t('design.entity.nameTaken')
      : undefined
  const rename = useMutation({
    mutationFn: async () => {
      await saver.flush()
      const saved = saver.savedOf(keyOf('entity', entity))
      if (!saved || !fieldDoc(saved.body, name))
        return edits.change(name, (now) => renameNewField(now, name, typed))
      await client.design.rename({ kind: 'entity', name: entity, field: name, to: typed }, { draft })
      await reload()
    },
    onSuccess: () => onRenamed(typed),
  })
  const published = textAt(bench.get(keyOf('entity', entity)), 'name') !== ''
  return (
    <>
      <TextProperty
        mono
        label={t('design.entity.prop.name')}
        hint={t('design.entity.hint.name')}
        problem={wrong ?? rename.error?.message}
        value={typed}
        onChange={setTyped}
      />
      {typed !== name && !wrong && (
        <div className="b-rename">
          {published && <References thing={{ kind: 'entity', name: entity, field: name }} />}
          <Button busy={rename.isPending} onClick={() => rename.mutate()}>
            {t('design.entity.rename', { from: name, to: typed })}
          </Button>
        </div>
      )}
    </>
  )
}
