import { Link } from '@tanstack/react-router'
import { type ClipboardEvent, useRef, useState } from 'react'
import { MenuItem } from '@/components/MenuItem.tsx'
import { Popover } from '@/components/Popover.tsx'
import { useDrag, useDrop } from '../core/drag.tsx'
import type { Cell } from '../core/matrix.ts'
import { needsOwner, type Preset, presets } from '../core/scopes.ts'
import { titleIn } from '../core/title.ts'
import { useWords } from '../core/useBench.ts'

interface MatrixCellProps {
  cell: Cell
  label: string
  /** "row:column", for walking with the arrows. */
  at: string
  /** Whether records have an owner. */
  owned: boolean
  /** Roles that this cell's word can be given to, in the same column. */
  others: readonly { name: string; title: string }[]
  copied: Preset | undefined
  onCopy: (preset: Preset) => void
  onChoose: (preset: Preset) => void
  /** Gives roles the word of this cell, in its column. */
  onCopyTo: (roles: readonly string[], preset: Preset) => void
}

/**
 * On which records: a word that opens a choice of words. It is carried to other cells by its corner, with
 * Ctrl C and V, or from its menu.
 */
export function MatrixCell(props: MatrixCellProps) {
  const { cell, label, at, owned, copied, onCopy, onChoose } = props
  const { t } = useWords()
  const td = useRef<HTMLTableCellElement>(null)
  const corner = useRef<HTMLSpanElement>(null)
  const word = t(`design.access.scope.${cell.preset}`)
  const offered = presets.find((preset) => preset === cell.preset)
  const fits = (preset: Preset) => cell.plain && (owned || !needsOwner(preset))
  const load = { kind: 'scope', id: at, preset: cell.preset }
  useDrag({ element: td, handle: corner, load, disabled: !offered })
  const over = useDrop({
    element: td,
    accepts: ({ kind, id, preset }) => kind === 'scope' && id !== at && fits(preset as Preset),
    edges: [],
    onDrop: ({ preset }) => onChoose(preset as Preset),
  })
  const onCopyKey = (event: ClipboardEvent) => {
    if (!offered) return
    event.preventDefault()
    onCopy(offered)
  }
  const onPasteKey = (event: ClipboardEvent) => {
    if (!copied || !fits(copied)) return
    event.preventDefault()
    onChoose(copied)
  }
  return (
    <td ref={td} data-over={over ? true : undefined}>
      <Popover
        kind="menu"
        label={label}
        width={240}
        trigger={(trigger) => (
          <button
            type="button"
            className="b-scope"
            data-scope={cell.preset}
            data-at={at}
            aria-label={`${label}: ${word}`}
            onCopy={onCopyKey}
            onPaste={onPasteKey}
            {...trigger}
          >
            {word}
          </button>
        )}
      >
        {(close) => <CellMenu {...props} offered={offered} fits={fits} close={close} />}
      </Popover>
      {offered && <span ref={corner} className="b-scope__corner" aria-hidden="true" />}
    </td>
  )
}

interface CellMenuProps extends MatrixCellProps {
  offered: Preset | undefined
  fits: (preset: Preset) => boolean
  close: () => void
}

/** The words that a cell can have, what decides it, and the roles that can be given the same. */
function CellMenu({ cell, others, offered, fits, close, onChoose, onCopyTo }: CellMenuProps) {
  const { t } = useWords()
  const [copying, setCopying] = useState(false)
  const choose = (act: () => void) => () => {
    close()
    act()
  }
  if (copying && offered)
    return (
      <>
        <MenuItem
          onSelect={choose(() =>
            onCopyTo(
              others.map(({ name }) => name),
              offered,
            ),
          )}
        >
          {t('design.access.allOthers')}
        </MenuItem>
        <div className="m-menu-line" />
        {others.map(({ name, title }) => (
          <MenuItem key={name} onSelect={choose(() => onCopyTo([name], offered))}>
            {title}
          </MenuItem>
        ))}
      </>
    )
  return (
    <>
      {cell.plain ? (
        presets.filter(fits).map((preset) => (
          <MenuItem key={preset} checked={preset === cell.preset} onSelect={choose(() => onChoose(preset))}>
            {t(`design.access.scope.${preset}`)}
          </MenuItem>
        ))
      ) : (
        <p className="b-scope__note">{t('design.access.mixedNote', { count: cell.grants.length })}</p>
      )}
      {offered && others.length > 0 && (
        <>
          <div className="m-menu-line" />
          <MenuItem onSelect={() => setCopying(true)}>{t('design.access.copyTo')}</MenuItem>
        </>
      )}
      {cell.grants.length > 0 && <Deciding cell={cell} />}
    </>
  )
}

/** The grants that decide a cell. */
function Deciding({ cell }: { cell: Cell }) {
  const { t, language } = useWords()
  return (
    <>
      <div className="m-menu-line" />
      <div className="m-menu-title">{t('design.access.decidedBy')}</div>
      {cell.grants.map(({ key, name, doc }) => (
        <Link
          key={key}
          role="menuitem"
          className="m-menu-item"
          to="."
          search={(now: object) => ({ ...now, item: key, at: '' })}
        >
          <span className="truncate">{titleIn(doc.title, language) || name}</span>
        </Link>
      ))}
    </>
  )
}
