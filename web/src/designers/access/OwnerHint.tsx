import { UserRound } from 'lucide-react'
import { Button } from '@/components/Button.tsx'
import { type Doc, keyOf, textAt } from '../core/document.ts'
import { fieldsOf } from '../core/entity.ts'
import { addField } from '../core/newEntity.ts'
import { titleIn } from '../core/title.ts'
import { useWords, useWorkbench } from '../core/useBench.ts'

/** Says that records have no owner, so that nobody can be given his own, and the way out. */
export function OwnerHint({ entity, doc }: { entity: string; doc: Doc }) {
  const { t, language } = useWords()
  const bench = useWorkbench()
  const user = fieldsOf(doc).find((field) => textAt(field.doc, 'x-field') === 'user')
  const title = user && (titleIn(user.doc.title, language) || user.name)
  const own = () => {
    const label = t('design.access.did.owner')
    const presets = { options: [], currency: '', region: '', target: () => undefined }
    const next = user
      ? { ...doc, 'x-owner': user.name }
      : addField(doc, t('design.access.owner'), presets, { type: 'user' }).entity
    bench.do({ label, changes: { [keyOf('entity', entity)]: next } })
  }
  return (
    <div className="b-hint">
      <UserRound size={16} aria-hidden="true" />
      <span>{t('design.access.noOwner')}</span>
      <Button onClick={own}>
        {title ? t('design.access.makeOwner', { title }) : t('design.access.addOwner')}
      </Button>
    </div>
  )
}
