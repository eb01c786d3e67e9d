import { useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useCallback, useMemo, useState } from 'react'
import { useEntity } from '@/lib/api/get-description.ts'
import { useAt } from '../core/useAt.ts'
import { useDoc, useDocs, useWords } from '../core/useBench.ts'
import { Canvas } from './Canvas.tsx'
import { CanvasHead } from './CanvasHead.tsx'
import { generatedView, placeOf } from './commands.ts'
import {
  focusColumn,
  focusProperty,
  type Selected,
  selectedAt,
  type ViewDesign,
  ViewDesignContext,
} from './design.ts'
import { drawnEntity } from './fields.ts'
import { Palette } from './Palette.tsx'
import { useViewEdits } from './useViewEdits.ts'
import { ViewList } from './ViewList.tsx'
import { chosenView, sortedViews } from './views.ts'
import './view.css'
import './panel.css'
import './sheet.css'
import '@/features/views/boards/boards.css'

// Inputs come beside the page.
const Panel = lazy(() => import('./Panel.tsx'))

/** Draws the views of an entity: which there are at the left, the list in the middle, properties at the right. */
export default function ViewsPage({ entity }: { entity: string }) {
  const docs = useDocs('view', entity)
  const views = useMemo(() => sortedViews(docs), [docs])
  const { item } = useSearch({ strict: false }) as { item?: string }
  const navigate = useNavigate()
  const choose = useCallback(
    (next: string) =>
      void navigate({
        to: '/design/e/$entity/$part',
        params: { entity, part: 'views' },
        search: { item: next },
      }),
    [navigate, entity],
  )
  const name = chosenView(views, item)?.name ?? `${entity}.all`
  return <DesignedView key={name} entity={entity} name={name} views={views} choose={choose} />
}

interface DesignedViewProps extends Pick<ViewDesign, 'views' | 'choose'> {
  entity: string
  name: string
}

function DesignedView(props: DesignedViewProps) {
  const { t } = useWords()
  const design = useDesign(props)
  if (!design) return null
  return (
    <ViewDesignContext value={design}>
      <div className="b-view">
        <aside className="b-view-side" aria-label={t('design.view.side')}>
          <ViewList />
          <Palette />
        </aside>
        <section className="b-view-main" aria-label={t('design.view.canvas')}>
          <CanvasHead />
          <Canvas />
        </section>
        <aside className="b-view-panel" aria-label={t('design.view.properties')}>
          <Suspense fallback={null}>
            <Panel />
          </Suspense>
        </aside>
      </div>
    </ViewDesignContext>
  )
}

/** The view that is designed with all that is done to it. */
function useDesign({ entity: of, name, views, choose }: DesignedViewProps): ViewDesign | null {
  const { t, language } = useWords()
  const entityDoc = useDoc('entity', of)
  const published = useEntity(of)
  const doc = useDoc('view', name)
  const [selected, setSelected] = useState<Selected>({ kind: 'view' })
  const choices = useDocs('choices')
  const entity = useMemo(() => {
    const systemTitle = (field: string) => t(`design.view.system.${field}`)
    return drawnEntity({ doc: entityDoc ?? { name: of }, published, choices, language, systemTitle })
  }, [entityDoc, published, choices, language, of, t])
  const generated = useMemo(() => {
    const title = t('list.all', { name: entity.plural || entity.title })
    return generatedView(entity, name, title)
  }, [entity, name, t])
  const view = doc ?? generated
  const fieldOf = (field: string) => entity.fields.find((one) => one.name === field)
  const titleOf = (field: string) => fieldOf(field)?.title ?? field
  const select = setSelected
  const edits = useViewEdits({ entity, name, generated, views, select, choose, titleOf })
  useAt((pointer) => {
    const { selected: found, member } = selectedAt(edits.now(), pointer)
    select(found)
    if (found.kind === 'column') focusColumn(found.field)
    else if (member) focusProperty(member)
  })
  if (!entityDoc) return null
  const gone = selected.kind === 'column' && placeOf(view, selected.field) < 0
  return {
    entityDoc,
    entity,
    published,
    views,
    name,
    view,
    exists: doc !== undefined,
    selected: gone ? { kind: 'view' } : selected,
    select,
    choose,
    edits,
    titleOf,
    fieldOf,
  }
}
