import { useState } from 'react'
import { panelId, TabBar, tabId } from '@/components/TabBar.tsx'
import { useDoc, useWords } from '../core/useBench.ts'
import './access.css'
import { FieldGrid } from './FieldGrid.tsx'
import { MatrixGrid } from './MatrixGrid.tsx'

const tabs = ['actions', 'fields'] as const

/** Draws who may do what with the records of an entity, and sees what of them. */
export default function AccessPage({ entity }: { entity: string }) {
  const { t } = useWords()
  const doc = useDoc('entity', entity)
  const [tab, setTab] = useState<string>('actions')
  if (!doc) return null
  return (
    <div className="b-access">
      <TabBar
        base="access"
        label={t('design.access.parts')}
        items={tabs.map((id) => ({ id, title: t(`design.access.tab.${id}`) }))}
        chosen={tab}
        onChoose={setTab}
      />
      <div
        id={panelId('access', tab)}
        role="tabpanel"
        aria-labelledby={tabId('access', tab)}
        className="b-access__body"
      >
        {tab === 'actions' && <MatrixGrid entity={entity} doc={doc} />}
        {tab === 'fields' && <FieldGrid entity={entity} doc={doc} />}
      </div>
    </div>
  )
}
