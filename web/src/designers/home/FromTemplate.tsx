import { useNavigate } from '@tanstack/react-router'
import { LayoutTemplate } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { Button } from '@/components/Button.tsx'
import { type Doc, type Key, keyOf, textAt } from '../core/document.ts'
import { titleIn } from '../core/title.ts'
import { useWords, useWorkbench } from '../core/useBench.ts'
import { useCountry } from '../core/useCountry.ts'
import type { Template } from './templates.ts'
import { useOwnGrant } from './useOwnGrant.ts'

const TemplateDialog = lazy(() => import('./TemplateDialog.tsx'))

/** Begins an entity from one that is usual: a contact, a task, an invoice with its lines. */
export function FromTemplate() {
  const { t, language } = useWords()
  const bench = useWorkbench()
  const navigate = useNavigate()
  const ownGrant = useOwnGrant()
  const country = useCountry()
  const [open, setOpen] = useState(false)
  const create = async (template: Template) => {
    // It is there already: the dialog shows what is in it.
    const { entitiesOf } = await import('./templates.ts')
    const taken = (name: string) => bench.get(keyOf('entity', name)) !== undefined
    const made = entitiesOf(template, { ...country, taken })
    const changes: { [key: Key]: Doc | undefined } = {}
    for (const entity of made) {
      const name = textAt(entity, 'name')
      changes[keyOf('entity', name)] = entity
      Object.assign(changes, ownGrant(name))
    }
    bench.do({ label: t('design.home.did', { title: titleIn(made[0]?.title, language) }), changes })
    setOpen(false)
    void navigate({
      to: '/design/e/$entity/$part',
      params: { entity: textAt(made[0], 'name'), part: 'fields' },
    })
  }
  return (
    <>
      <Button icon={<LayoutTemplate size={14} />} onClick={() => setOpen(true)}>
        {t('design.home.template')}
      </Button>
      <Suspense>
        {open && <TemplateDialog onCreate={(one) => void create(one)} onClose={() => setOpen(false)} />}
      </Suspense>
    </>
  )
}
