import { Handle, type Node, type NodeProps, Position } from '@xyflow/react'
import { memo } from 'react'
import { EntityIcon } from '@/components/EntityIcon.tsx'
import { fieldType } from '@/field-types/registry.ts'
import { useWords } from '../core/useBench.ts'
import type { DrawnEntity } from './graph.ts'

/** A node of the diagram. */
export type EntityNodeType = Node<{ entity: DrawnEntity; dim: boolean }, 'entity'>

/** An entity with its first fields; a line is drawn from either side of it. */
export const EntityNode = memo(function EntityNode({ data, selected }: NodeProps<EntityNodeType>) {
  const { t } = useWords()
  const { entity, dim } = data
  return (
    <div
      className="b-node"
      data-chosen={selected || undefined}
      data-dim={dim || undefined}
      data-entity={entity.name}
    >
      <Handle id="left" type="source" position={Position.Left} />
      <div className="b-node__head">
        <EntityIcon icon={entity.icon} color={entity.color} />
        <strong className="truncate">{entity.title}</strong>
      </div>
      {entity.fields.length > 0 && (
        <ul>
          {entity.fields.map(({ name, title, type }) => {
            const Icon = fieldType(type).icon
            return (
              <li key={name}>
                <Icon size={12} aria-hidden="true" />
                <span className="truncate">{title}</span>
              </li>
            )
          })}
          {entity.more > 0 && (
            <li className="b-node__more">{t('design.diagram.more', { count: entity.more })}</li>
          )}
        </ul>
      )}
      <Handle id="right" type="source" position={Position.Right} />
    </div>
  )
})
