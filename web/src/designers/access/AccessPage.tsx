import { useNavigate, useSearch } from '@tanstack/react-router'
import { PanelRight } from 'lucide-react'
import { lazy, Suspense, useEffect, useState } from 'react'
import { Button } from '@/components/Button.tsx'
import { panelId, TabBar, tabId } from '@/components/TabBar.tsx'
import type { Key } from '../core/document.ts'
import { useDoc, useWords } from '../core/useBench.ts'
import './access.css'
import { FieldGrid } from './FieldGrid.tsx'
import { MatrixGrid } from './MatrixGrid.tsx'
import { isRule } from './rules/commands.ts'
import { RulesList } from './rules/RulesList.tsx'
import './rules/rules.css'
import { useRuleEdits } from './rules/useRuleEdits.ts'

const RulePanel = lazy(async () => ({ default: (await import('./rules/RulePanel.tsx')).RulePanel }))
const AccessEffects = lazy(async () => ({
  default: (await import('../core/AccessEffects.tsx')).AccessEffects,
}))
const RegoPanel = lazy(async () => ({ default: (await import('./RegoPanel.tsx')).RegoPanel }))

const tabs = ['actions', 'fields', 'rules'] as const

/** The rule that the address names, and a way to name another. */
function useChosenRule(): [Key | undefined, (key: Key | undefined) => void] {
  const { item } = useSearch({ strict: false }) as { item?: string }
  const navigate = useNavigate()
  const choose = (key: Key | undefined) =>
    void navigate({ to: '.', search: (now: object) => ({ ...now, item: key, at: undefined }), replace: true })
  return [isRule(item) ? item : undefined, choose]
}

/** On a phone the panel stands below the list: it is brought into sight. */
function intoSight(element: HTMLElement | null) {
  if (element && window.matchMedia('(width < 768px)').matches) element.scrollIntoView({ block: 'start' })
}

/** Draws who may do what with the records of an entity, sees what of them, and by which rules. */
export default function AccessPage({ entity }: { entity: string }) {
  const { t } = useWords()
  const doc = useDoc('entity', entity)
  const [chosen, choose] = useChosenRule()
  const [tab, setTab] = useState<string>(chosen ? 'rules' : 'actions')
  const [effects, setEffects] = useState(false)
  const edits = useRuleEdits(entity, doc)
  useEffect(() => {
    if (chosen) setEffects(false)
  }, [chosen])
  if (!doc) return null
  return (
    <div className="b-access">
      <div className="b-access__top">
        <TabBar
          base="access"
          label={t('design.access.parts')}
          items={tabs.map((id) => ({ id, title: t(`design.access.tab.${id}`) }))}
          chosen={tab}
          onChoose={setTab}
        />
        <Button
          look="ghost"
          icon={<PanelRight size={14} />}
          aria-pressed={effects}
          onClick={() => {
            if (!effects) choose(undefined)
            setEffects(!effects)
          }}
        >
          {t('design.access.effects')}
        </Button>
      </div>
      <div className="b-access__split">
        <div
          id={panelId('access', tab)}
          role="tabpanel"
          aria-labelledby={tabId('access', tab)}
          className="b-access__body"
        >
          {tab === 'actions' && <MatrixGrid entity={entity} doc={doc} />}
          {tab === 'fields' && <FieldGrid entity={entity} doc={doc} />}
          {tab === 'rules' && (
            <RulesList entity={entity} doc={doc} chosen={chosen} edits={edits} onChoose={choose} />
          )}
        </div>
        {chosen && (
          <aside ref={intoSight} className="b-access__aside" aria-label={t('design.access.rules.properties')}>
            <Suspense>
              <RulePanel
                key={chosen}
                entity={entity}
                doc={doc}
                rule={chosen}
                onRemove={() => {
                  edits.remove(chosen)
                  choose(undefined)
                }}
                onClose={() => choose(undefined)}
              />
            </Suspense>
          </aside>
        )}
        {effects && !chosen && (
          <aside className="b-access__aside b-access__aside--wide" aria-label={t('design.access.effects')}>
            <h2 className="sr-only">{t('design.access.effects')}</h2>
            <Suspense>
              <AccessEffects entity={entity} />
              <section className="b-part">
                <h3>{t('design.access.rego.title')}</h3>
                <RegoPanel entity={entity} />
              </section>
            </Suspense>
          </aside>
        )}
      </div>
    </div>
  )
}
