import { useRef, useState } from 'react'
import { fieldType } from '@/field-types/registry.ts'
import { useDrag } from '../core/drag.tsx'
import { FindField } from '../core/FindField.tsx'
import { typeGroups } from '../core/types.ts'
import { useWords } from '../core/useBench.ts'

/** All types of fields: dragged into the list, or pressed to be added at its end. */
export function TypePalette({ onAdd }: { onAdd: (type: string) => void }) {
  const { t } = useWords()
  const [wanted, setWanted] = useState('')
  const matches = (type: string) =>
    `${t(`design.core.type.${type}`)} ${type}`.toLowerCase().includes(wanted.trim().toLowerCase())
  return (
    <aside className="b-palette" aria-label={t('design.entity.types')}>
      <FindField label={t('design.entity.findType')} value={wanted} onChange={setWanted} />
      {typeGroups.map(({ id, types }) => {
        const shown = types.filter(matches)
        if (shown.length === 0) return null
        return (
          <section key={id}>
            <h2>{t(`design.entity.group.${id}`)}</h2>
            <ul>
              {shown.map((type) => (
                <PaletteType key={type} type={type} onAdd={onAdd} />
              ))}
            </ul>
          </section>
        )
      })}
    </aside>
  )
}

function PaletteType({ type, onAdd }: { type: string; onAdd: (type: string) => void }) {
  const { t } = useWords()
  const item = useRef<HTMLLIElement>(null)
  const dragged = useDrag({ element: item, load: { kind: 'type', id: type } })
  const Icon = fieldType(type).icon
  const title = t(`design.core.type.${type}`)
  return (
    <li ref={item} data-dragged={dragged || undefined} className="b-palette__item">
      {/* A press adds it; the item around it is what is dragged. */}
      <button type="button" aria-label={t('design.entity.addType', { title })} onClick={() => onAdd(type)}>
        <Icon size={15} aria-hidden="true" />
        <span className="truncate">{title}</span>
      </button>
    </li>
  )
}
