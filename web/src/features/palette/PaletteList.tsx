import { Search, Table2 } from 'lucide-react'
import { Fragment, type MouseEvent, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { EntityIcon } from '@/components/EntityIcon.tsx'
import { Mark } from '@/components/Mark.tsx'
import { Highlight } from './Highlight.tsx'
import type { Line } from './usePalette.ts'

interface PaletteListProps {
  list: Line[]
  chosen: number
  q: string
  onGo: (line: Line, apart: boolean) => void
  onPoint: (at: number) => void
}

/** What was found, by section. */
export function PaletteList({ list, chosen, q, onGo, onPoint }: PaletteListProps) {
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    box.current?.querySelector(`#palette-${chosen}`)?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  return (
    <div ref={box} id="palette-list" role="listbox" aria-label={t('palette.title')} className="p-list">
      {list.map((line, at) => (
        <Fragment key={line.key}>
          {list[at - 1]?.section !== line.section && (
            <div role="presentation" className="p-list__title">
              {t(`palette.${line.section}`)}
            </div>
          )}
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: the input above handles the keys */}
          {/* biome-ignore lint/a11y/useFocusableInteractive: the input above keeps the focus */}
          <div
            id={`palette-${at}`}
            role="option"
            aria-selected={at === chosen}
            className="p-item"
            onMouseMove={() => at !== chosen && onPoint(at)}
            onClick={(event: MouseEvent) => onGo(line, event.metaKey || event.ctrlKey)}
          >
            <LineIcon line={line} />
            <Highlight text={line.label} q={q} />
            {line.of && <span className="p-item__of">{line.of}</span>}
          </div>
        </Fragment>
      ))}
    </div>
  )
}

function LineIcon({ line }: { line: Line }) {
  if (line.section === 'records' || line.section === 'recent') return <Mark name={line.label} size={19} />
  if (line.section === 'entities') return <EntityIcon icon={line.entity?.icon} color={line.entity?.color} />
  return (
    <span className="p-item__icon" aria-hidden="true">
      {line.icon ?? (line.section === 'views' ? <Table2 size={14} /> : <Search size={14} />)}
    </span>
  )
}
