import { useNavigate } from '@tanstack/react-router'
import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/Button.tsx'
import { Dialog } from '@/components/Dialog.tsx'
import { type Doc, type Key, keyOf, textAt } from '../core/document.ts'
import { References } from '../core/References.tsx'
import { titleIn } from '../core/title.ts'
import { useBench, useDoc, useWords, useWorkbench } from '../core/useBench.ts'

/** Takes an entity out of the draft with all that is only about it; what else names it is shown before. */
export function DeleteEntity({ entity }: { entity: string }) {
  const { t, language } = useWords()
  const bench = useWorkbench()
  const { documents } = useBench()
  const navigate = useNavigate()
  const doc = useDoc('entity', entity)
  const [asking, setAsking] = useState(false)
  const title = titleIn(doc?.title, language) || entity
  const own = [...documents].filter(([, one]) => textAt(one, 'entity') === entity).map(([key]) => key)
  const remove = () => {
    const changes: { [key: Key]: Doc | undefined } = { [keyOf('entity', entity)]: undefined }
    for (const key of own) changes[key] = undefined
    void navigate({ to: '/design' }).then(() =>
      bench.do({ label: t('design.entity.did.delete', { title }), changes }),
    )
  }
  return (
    <>
      <Button look="danger" icon={<Trash2 size={14} />} onClick={() => setAsking(true)}>
        {t('design.entity.delete')}
      </Button>
      {asking && (
        <Dialog
          title={t('design.entity.deleteTitle', { title })}
          closeLabel={t('action.close')}
          onClose={() => setAsking(false)}
          footer={
            <>
              <Button onClick={() => setAsking(false)}>{t('action.cancel')}</Button>
              <Button look="danger" onClick={remove}>
                {t('design.entity.delete')}
              </Button>
            </>
          }
        >
          <p>{t('design.entity.deleteText', { count: own.length })}</p>
          <References thing={{ kind: 'entity', name: entity }} except={own} />
        </Dialog>
      )}
    </>
  )
}
