import type { CellAccess, Field } from '@mortise/sdk'
import { type ReactNode, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { panelId, TabBar, tabId } from '@/components/TabBar.tsx'
import { usePrinting } from '@/lib/usePrinting.ts'
import { FormSections } from '../form/FormSections.tsx'
import type { Target } from '../related/relatedQuery.ts'
import { relatedTab, type useTabs } from './useTabs.ts'

interface RecordTabsProps {
  model: ReturnType<typeof useTabs>
  access: (field: Field) => CellAccess
  related: ReactNode
  /** The record that others lead to. */
  target: Target
}

/** The form of a record in its tabs. A tab that was shown once keeps what was begun in it. */
export function RecordTabs({ model, access, related, target }: RecordTabsProps) {
  const { t } = useTranslation()
  const base = useId()
  const { tabs, items, chosen, choose } = model
  const printing = usePrinting()
  const [seen, setSeen] = useState<string[]>([])
  if (!seen.includes(chosen)) setSeen([...seen, chosen])
  const [only] = tabs
  if (items.length < 2 && only)
    return <FormSections sections={only.sections} access={access} open={false} target={target} />
  return (
    <>
      <div className="r-tabs">
        <TabBar base={base} label={t('record.tabs')} items={items} chosen={chosen} onChoose={choose} />
      </div>
      {items
        .filter(({ id }) => printing || id === chosen || seen.includes(id))
        .map(({ id }) => (
          <div
            key={id}
            id={panelId(base, id)}
            className="r-panel"
            role="tabpanel"
            aria-labelledby={tabId(base, id)}
            hidden={id !== chosen && !printing}
          >
            {id === relatedTab ? (
              related
            ) : (
              <FormSections
                sections={tabs.find((tab) => tab.id === id)?.sections ?? []}
                access={access}
                open={false}
                target={target}
              />
            )}
          </div>
        ))}
    </>
  )
}
