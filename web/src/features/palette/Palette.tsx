import { useRouter } from '@tanstack/react-router'
import { Search } from 'lucide-react'
import { type KeyboardEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useModal } from '@/components/modal.ts'
import { modKey } from '@/components/useShortcut.ts'
import { stepIn } from './match.ts'
import { PaletteList } from './PaletteList.tsx'
import { type Command, type Line, usePalette } from './usePalette.ts'
import './palette.css'

/** Jumps to a record, an entity or a view, or does something. */
export function Palette({ commands, onClose }: { commands: Command[]; onClose: () => void }) {
  const { t } = useTranslation()
  const router = useRouter()
  const element = useModal()
  const [text, setText] = useState('')
  const [active, setActive] = useState(0)
  const [waiting, setWaiting] = useState<{ apart: boolean }>()
  const { list, searching, q } = usePalette(text, commands)
  const chosen = Math.min(active, Math.max(0, list.length - 1))

  const go = ({ href, perform }: Line, apart: boolean) => {
    onClose()
    if (!href) perform?.()
    else if (apart) window.open(href, '_blank', 'noopener')
    else router.history.push(href)
  }
  // Who presses Enter before everything is found means what is found.
  useEffect(() => {
    if (!waiting || searching) return
    setWaiting(undefined)
    const line = list[chosen]
    if (line) go(line, waiting.apart)
  })
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const next = stepIn(list.length, chosen, event.key)
    if (next !== undefined) {
      event.preventDefault()
      setActive(next)
    }
    const line = list[chosen]
    if (event.key !== 'Enter') return
    const apart = event.metaKey || event.ctrlKey
    if (searching) setWaiting({ apart })
    else if (line) go(line, apart)
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
              setWaiting(undefined)
            }}
            onKeyDown={onKeyDown}
          />
          {searching && <span className="m-spinner" aria-hidden="true" />}
        </div>
        <PaletteList list={list} chosen={chosen} q={q} onGo={go} onPoint={setActive} />
        <p className="sr-only" role="status">
          {searching ? '' : t('palette.count', { count: list.length })}
        </p>
        <footer className="p-palette__foot" aria-hidden="true">
          <span>
            <kbd className="m-kbd">↑↓</kbd> {t('keys.move')}
          </span>
          <span>
            <kbd className="m-kbd">↵</kbd> {t('keys.open')}
          </span>
          <span>
            <kbd className="m-kbd">{modKey}↵</kbd> {t('palette.apart')}
          </span>
        </footer>
      </div>
    </dialog>
  )
}
