import type { Entity } from '@mortise/sdk'
import { Plus } from 'lucide-react'
import { Fragment, useState } from 'react'
import { FilterChip } from '@/features/views/filter/FilterChip.tsx'
import { type FilterNode, type Group, replaceChild } from '@/features/views/filter/filter.ts'
import { PickField } from '@/features/views/filter/PickField.tsx'
import { useWords } from '../useBench.ts'

/** How deep groups nest: a sentence with more of them is not read any more. */
const deepest = 2

interface SentenceProps {
  entity: Entity
  group: Group
  onChange: (group: Group) => void
  depth?: number
  /** Its first condition was just made, and asks what to compare with. */
  begun?: boolean
}

/** Conditions as they are said: one after the other, joined by "and" or "or", with others in brackets. */
export default function Sentence({ entity, group, onChange, depth = 0, begun }: SentenceProps) {
  const { t } = useWords()
  const [fresh, setFresh] = useState(begun ? 0 : -1)
  const join = t(group.all ? 'design.core.condition.and' : 'design.core.condition.or')
  const add = (node: FilterNode) => {
    setFresh(group.children.length)
    onChange({ ...group, children: [...group.children, node] })
  }
  return (
    <span className="b-sentence__part">
      {group.children.map((child, at) => {
        const change = (next: FilterNode | null) => onChange(replaceChild(group, at, next))
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity but their place
          <Fragment key={at}>
            {at === 1 && (
              <button
                type="button"
                className="b-sentence__join"
                aria-label={t('design.core.condition.joined', { word: join })}
                onClick={() => onChange({ ...group, all: !group.all })}
              >
                {join}
              </button>
            )}
            {at > 1 && <span className="b-sentence__word">{join}</span>}
            {child.kind === 'group' ? (
              <span className="b-sentence__group">
                <span aria-hidden="true">(</span>
                <Sentence
                  entity={entity}
                  group={child}
                  depth={depth + 1}
                  begun={at === fresh}
                  onChange={(next) => change(next.children.length > 0 ? next : null)}
                />
                <span aria-hidden="true">)</span>
              </span>
            ) : (
              <FilterChip entity={entity} node={child} fresh={at === fresh} onChange={change} />
            )}
          </Fragment>
        )
      })}
      <AddCondition entity={entity} inner={depth > 0} onAdd={add} />
      {depth < deepest && group.children.length > 0 && (
        <AddCondition entity={entity} bracket inner onAdd={(node) => add(bracketed(group, node))} />
      )}
    </span>
  )
}

/** A group within another is joined the other way: otherwise it would say nothing else. */
function bracketed(outer: Group, node: FilterNode): Group {
  return { kind: 'group', all: !outer.all, children: [node] }
}

interface AddConditionProps {
  entity: Entity
  /** Within a sentence only the sign is shown. */
  inner: boolean
  /** It begins brackets. */
  bracket?: boolean
  onAdd: (node: FilterNode) => void
}

function AddCondition({ entity, inner, bracket, onAdd }: AddConditionProps) {
  const { t } = useWords()
  const label = t(bracket ? 'design.core.condition.addGroup' : 'design.core.condition.add')
  return (
    <PickField
      entity={entity}
      onAdd={onAdd}
      label={label}
      trigger={(props) => (
        <button
          type="button"
          className="b-sentence__add"
          title={inner ? label : undefined}
          aria-label={label}
          {...props}
        >
          {bracket ? <span aria-hidden="true">( )</span> : <Plus size={14} aria-hidden="true" />}
          {!inner && label}
        </button>
      )}
    />
  )
}
