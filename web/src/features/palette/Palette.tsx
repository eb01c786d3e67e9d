import { useNavigate } from '@tanstack/react-router'
import { Search } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PaletteList } from './PaletteList.tsx'
import { type Destination, usePalette } from './usePalette.ts'
import './palette.css'

/** Jumps to an entity, a view or a record. */
export function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const element = useRef<HTMLDialogElement>(null)
  const [text, setText] = useState('')
  const [active, setActive] = useState(0)
  const { list, searching, q } = usePalette(text)
  const chosen = Math.min(active, Math.max(0, list.length - 1))

  useEffect(() => {
    const dialog = element.current
    if (!dialog?.open) dialog?.showModal()
    return () => dialog?.close()
  }, [])

  const go = ({ entity, id, view }: Destination) => {
    onClose()
    if (id) navigate({ to: '/e/$entity/$id', params: { entity: entity.name, id } })
    else navigate({ to: '/e/$entity', params: { entity: entity.name }, search: { view } })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      setActive((chosen + step + list.length) % Math.max(1, list.length))
    }
    const target = list[chosen]
    if (event.key === 'Enter' && target) go(target)
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is handled by the dialog itself
    <dialog
      ref={element}
      className="p-palette"
      aria-label={t('palette.title')}
      onCancel={onClose}
      onClick={(event) => event.target === element.current && onClose()}
    >
      <div className="p-palette__box">
        <div className="p-palette__input">
          <Search size={16} aria-hidden="true" />
          <input
            type="text"
            role="combobox"
            aria-expanded="true"
            aria-controls="palette-list"
            aria-activedescendant={list[chosen] ? `palette-${chosen}` : undefined}
            aria-label={t('palette.title')}
            placeholder={t('palette.hint')}
            value={text}
            onChange={(event) => {
              setText(event.target.value)
              setActive(0)
            }}
            onKeyDown={onKeyDown}
          />
          {searching && <span className="m-spinner" aria-hidden="true" />}
        </div>
        <PaletteList list={list} chosen={chosen} onGo={go} />
        {list.length === 0 && !searching && <p className="p-palette__none">{t('palette.none', { q })}</p>}
      </div>
    </dialog>
  )
}
