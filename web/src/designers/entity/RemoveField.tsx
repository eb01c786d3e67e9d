import { useEffect } from 'react'
import { Button } from '@/components/Button.tsx'
import { Dialog } from '@/components/Dialog.tsx'
import { keyOf } from '../core/document.ts'
import { fieldDoc, fieldTitle } from '../core/entity.ts'
import { References, useReferences } from '../core/References.tsx'
import { useDoc, useStudio, useWords } from '../core/useBench.ts'

interface RemoveFieldProps {
  entity: string
  field: string
  onRemove: () => void
  onDone: () => void
}

/** Takes a field out: at once where nothing names it, for it can be taken back; else it says what does. */
export function RemoveField({ entity, field, onRemove, onDone }: RemoveFieldProps) {
  const { t, language } = useWords()
  const { saver } = useStudio()
  const doc = useDoc('entity', entity)
  const thing = { kind: 'entity', name: entity, field }
  const known = fieldDoc(saver.savedOf(keyOf('entity', entity))?.body, field) !== undefined
  const found = useReferences(thing)
  const free = !known || found.isError || found.data?.length === 0
  useEffect(() => {
    if (!free) return
    onRemove()
    onDone()
  }, [free, onRemove, onDone])
  if (free || found.isPending) return null
  const title = fieldTitle(doc, field, language)
  return (
    <Dialog
      title={t('design.entity.removeTitle', { title })}
      closeLabel={t('action.close')}
      onClose={onDone}
      footer={
        <>
          <Button onClick={onDone}>{t('action.cancel')}</Button>
          <Button
            look="danger"
            onClick={() => {
              onRemove()
              onDone()
            }}
          >
            {t('design.entity.removeAnyway')}
          </Button>
        </>
      }
    >
      <p>{t('design.entity.removeText')}</p>
      <References thing={thing} />
    </Dialog>
  )
}
