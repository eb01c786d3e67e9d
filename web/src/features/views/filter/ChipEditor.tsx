import type { Entity } from '@mortise/sdk'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { focusWhenThere } from '@/lib/focusWhenThere.ts'
import { ConditionOperator } from './ConditionOperator.tsx'
import { ConditionValue } from './ConditionValue.tsx'
import { FilterGroup } from './FilterGroup.tsx'
import type { FilterNode } from './filter.ts'
import { conditionField } from './places.ts'
import { useFilterDescription } from './useFilterDescription.ts'
import './filter.css'

interface ChipEditorProps {
  entity: Entity
  node: FilterNode
  onChange: (node: FilterNode) => void
  onDone: () => void
}

/** Changes what one chip says: its operator and value, or its group of conditions. */
export default function ChipEditor({ entity, node, onChange, onDone }: ChipEditorProps) {
  const description = useFilterDescription()
  const value = useRef<HTMLDivElement>(null)
  useEffect(() => {
    let end = () => {}
    // The layer takes the focus first.
    const frame = requestAnimationFrame(() => {
      const editor = value.current?.parentElement
      if (editor) end = focusWhenThere(editor, '.v-chip-editor__value :is(input, textarea, select)')
    })
    return () => {
      cancelAnimationFrame(frame)
      end()
    }
  }, [])
  if (node.kind === 'group') {
    return (
      <div className="v-builder">
        <FilterGroup entity={entity} group={node} depth={1} onChange={onChange} />
      </div>
    )
  }
  const field = conditionField(description, entity, node)
  const onKeyDown = (event: KeyboardEvent) => {
    const typed = event.target instanceof HTMLInputElement && event.target.role !== 'combobox'
    if (event.key !== 'Enter' || !typed || event.nativeEvent.isComposing) return
    event.preventDefault() // else it presses the chip, which has the focus next, and opens this again
    onDone()
  }
  return (
    <div className="v-chip-editor">
      <h2 className="v-chip-editor__title">{field?.title}</h2>
      <ConditionOperator {...{ field, condition: node, onChange }} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the key is that of the input within */}
      <div ref={value} className="v-chip-editor__value" onKeyDown={onKeyDown}>
        {field && <ConditionValue {...{ field, condition: node, onChange }} />}
      </div>
    </div>
  )
}
