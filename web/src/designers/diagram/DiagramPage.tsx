import { lazy, Suspense, useMemo, useState } from 'react'
import { Skeleton } from '@/components/Notice.tsx'
import { FindField } from '../core/FindField.tsx'
import { useDocs, useWords } from '../core/useBench.ts'
import './diagram.css'
import { EntityList } from './EntityList.tsx'
import { around, graphOf, isCore } from './graph.ts'

const Flow = lazy(() => import('./Flow.tsx'))
const RelationsPanel = lazy(async () => ({ default: (await import('./RelationsPanel.tsx')).RelationsPanel }))

/** With more entities than these only their titles are drawn. */
const most = 80

/** Draws all entities and how they are related, and relations between them. */
export default function DiagramPage() {
  const { t, language } = useWords()
  const docs = useDocs('entity')
  const [chosen, setChosen] = useState<string>()
  const [core, setCore] = useState(false)
  const [near, setNear] = useState(false)
  const [listed, setListed] = useState(false)
  const [wanted, setWanted] = useState('')
  const entities = useMemo(() => docs.filter((entity) => core || !isCore(entity)), [docs, core])
  const whole = useMemo(() => graphOf(entities, language, entities.length > most), [entities, language])
  const graph = useMemo(() => {
    if (!near || chosen === undefined) return whole
    const names = around(whole, chosen)
    return graphOf(
      entities.filter(({ name }) => names.has(name)),
      language,
      names.size > most,
    )
  }, [whole, entities, near, chosen, language])
  const there = docs.some(({ name }) => name === chosen) ? chosen : undefined
  const found = wanted.trim() === '' ? undefined : matching(whole.entities, wanted)
  return (
    <div className="b-diagram">
      <div className="b-diagram__tools">
        <FindField label={t('design.diagram.find')} value={wanted} onChange={setWanted} />
        <Tick label={t('design.diagram.core')} value={core} onChange={setCore} />
        <Tick label={t('design.diagram.near')} value={near} disabled={!there} onChange={setNear} />
        <Tick label={t('design.diagram.listed')} value={listed} onChange={setListed} />
      </div>
      <div className="b-diagram__body">
        {listed ? (
          <EntityList graph={graph} chosen={there} found={found} onChoose={setChosen} />
        ) : (
          <Suspense fallback={<Skeleton width="100%" height={240} />}>
            <Flow graph={graph} chosen={there} found={found} onChoose={setChosen} />
          </Suspense>
        )}
        <aside className="b-diagram__panel" aria-label={t('design.diagram.properties')}>
          {there ? (
            <Suspense>
              <RelationsPanel key={there} entity={there} onChoose={setChosen} />
            </Suspense>
          ) : (
            <p className="b-diagram__hint">{t('design.diagram.hint')}</p>
          )}
        </aside>
      </div>
    </div>
  )
}

function matching(entities: readonly { name: string; title: string }[], text: string): ReadonlySet<string> {
  const word = text.trim().toLowerCase()
  return new Set(
    entities.flatMap(({ name, title }) => (`${title} ${name}`.toLowerCase().includes(word) ? [name] : [])),
  )
}

interface TickProps {
  label: string
  value: boolean
  disabled?: boolean
  onChange: (value: boolean) => void
}

function Tick({ label, value, disabled, onChange }: TickProps) {
  return (
    <label className="b-diagram__tick">
      <input
        type="checkbox"
        className="m-check"
        checked={value}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
      />
      {label}
    </label>
  )
}
