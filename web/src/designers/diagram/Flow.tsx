import {
  Background,
  BackgroundVariant,
  ConnectionMode,
  type Edge,
  MarkerType,
  type NodeChange,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
} from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { LayoutGrid, Maximize, Minus, Plus } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { IconButton } from '@/components/Button.tsx'
import { useWords } from '../core/useBench.ts'
import { EntityNode, type EntityNodeType } from './EntityNode.tsx'
import type { Graph } from './graph.ts'
import { arrange, heightOf, type Point, width } from './layout.ts'
import { useRelate } from './useRelate.ts'

const nodeTypes = { entity: EntityNode }
/** So many of what a search finds are brought into sight. */
const mostSought = 12
/** Where one has put entities; it is nobody else's business. */
const storage = 'mortise.diagram'

interface FlowProps {
  graph: Graph
  chosen: string | undefined
  /** Those that a search finds; undefined without one. */
  found: ReadonlySet<string> | undefined
  onChoose: (name: string | undefined) => void
}

/** The picture: entities that are moved about, and lines that are drawn between them. */
export default function Flow(props: FlowProps) {
  return (
    <ReactFlowProvider>
      <Picture {...props} />
    </ReactFlowProvider>
  )
}

function Picture({ graph, chosen, found, onChoose }: FlowProps) {
  const { t } = useWords()
  const relate = useRelate()
  const flow = useReactFlow()
  const arranged = useMemo(() => arrange(graph), [graph])
  const [moved, setMoved] = usePlaces()
  const nodes = useMemo(
    () =>
      graph.entities.map(
        (entity): EntityNodeType => ({
          id: entity.name,
          type: 'entity',
          position: moved[entity.name] ?? arranged.get(entity.name) ?? { x: 0, y: 0 },
          data: { entity, dim: found !== undefined && !found.has(entity.name) },
          selected: entity.name === chosen,
          width,
          height: heightOf(entity),
          ariaLabel: t('design.diagram.entity', { title: entity.title }),
        }),
      ),
    [graph, arranged, moved, chosen, found, t],
  )
  const edges = useMemo(
    () =>
      graph.relations.map((relation): Edge => {
        const own = relation.from === chosen || relation.to === chosen
        return {
          id: relation.id,
          source: relation.from,
          target: relation.to,
          sourceHandle: 'right',
          targetHandle: 'left',
          label: own ? `${relation.title}${relation.many ? ' *' : ''}` : undefined,
          type: relation.from === relation.to ? 'smoothstep' : 'default',
          className: own ? 'b-line b-line--own' : 'b-line',
          markerEnd: { type: MarkerType.ArrowClosed, width: 16, height: 16 },
          focusable: false,
          selectable: false,
          zIndex: own ? 1 : 0,
        }
      }),
    [graph, chosen],
  )
  const sought = [...(found ?? [])].slice(0, mostSought).join(' ')
  useEffect(() => {
    if (sought === '') return
    const nodes = sought.split(' ').map((id) => ({ id }))
    void flow.fitView({ nodes, maxZoom: 1, duration: 0, padding: 0.4 })
  }, [sought, flow])
  const onNodesChange = (changes: NodeChange<EntityNodeType>[]) => {
    for (const change of changes) {
      if (change.type === 'position' && change.position) setMoved({ [change.id]: change.position })
      if (change.type === 'select' && change.selected) onChoose(change.id)
    }
  }
  return (
    <div className="b-diagram__flow">
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        connectionMode={ConnectionMode.Loose}
        onNodesChange={onNodesChange}
        onConnect={({ source, target }) => {
          if (relate(source, target)) onChoose(source)
        }}
        onPaneClick={() => onChoose(undefined)}
        onlyRenderVisibleElements={graph.entities.length > 100}
        deleteKeyCode={null}
        minZoom={0.1}
        maxZoom={1.5}
        fitView
        fitViewOptions={{ maxZoom: 1, padding: 0.1 }}
        proOptions={{ hideAttribution: true }}
        aria-label={t('design.diagram.canvas')}
      >
        <Background variant={BackgroundVariant.Dots} gap={20} size={1} />
      </ReactFlow>
      <div className="b-diagram__zoom">
        <IconButton
          label={t('design.diagram.closer')}
          icon={<Plus size={15} />}
          onClick={() => void flow.zoomIn()}
        />
        <IconButton
          label={t('design.diagram.farther')}
          icon={<Minus size={15} />}
          onClick={() => void flow.zoomOut()}
        />
        <IconButton
          label={t('design.diagram.all')}
          icon={<Maximize size={15} />}
          onClick={() => void flow.fitView({ maxZoom: 1, padding: 0.1 })}
        />
        <IconButton
          label={t('design.diagram.arrange')}
          icon={<LayoutGrid size={15} />}
          onClick={() => {
            setMoved(undefined)
            requestAnimationFrame(() => void flow.fitView({ maxZoom: 1, padding: 0.1 }))
          }}
        />
      </div>
    </div>
  )
}

interface Places {
  readonly [entity: string]: Point
}

/** Where entities were put by hand; undefined forgets all of it. */
function usePlaces(): [Places, (places: Places | undefined) => void] {
  const [places, setPlaces] = useState<Places>(() => {
    try {
      return (JSON.parse(localStorage.getItem(storage) ?? '{}') as Places | null) ?? {}
    } catch {
      return {}
    }
  })
  const put = (more: Places | undefined) =>
    setPlaces((before) => {
      const next = more === undefined ? {} : { ...before, ...more }
      localStorage.setItem(storage, JSON.stringify(next))
      return next
    })
  return [places, put]
}
