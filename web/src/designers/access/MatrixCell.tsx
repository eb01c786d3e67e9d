import { Link } from '@tanstack/react-router'
import type { ClipboardEvent } from 'react'
import { MenuItem } from '@/components/MenuItem.tsx'
import { Popover } from '@/components/Popover.tsx'
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
  copied: Preset | undefined
  onCopy: (preset: Preset) => void
  onChoose: (preset: Preset) => void
}

/** On which records: a word that opens a choice of words. Ctrl C and V carry it to other cells. */
export function MatrixCell({ cell, label, at, owned, copied, onCopy, onChoose }: MatrixCellProps) {
  const { t } = useWords()
  const word = t(`design.access.scope.${cell.preset}`)
  const offered = presets.find((preset) => preset === cell.preset)
  const onCopyKey = (event: ClipboardEvent) => {
    if (!offered) return
    event.preventDefault()
    onCopy(offered)
  }
  const onPasteKey = (event: ClipboardEvent) => {
    if (!copied || !cell.plain) return
    event.preventDefault()
    onChoose(copied)
  }
  return (
    <Popover
      kind="menu"
      label={label}
      width={240}
      trigger={(props) => (
        <button
          type="button"
          className="b-scope"
          data-scope={cell.preset}
          data-at={at}
          aria-label={`${label}: ${word}`}
          onCopy={onCopyKey}
          onPaste={onPasteKey}
          {...props}
        >
          {word}
        </button>
      )}
    >
      {(close) => (
        <>
          {cell.plain ? (
            presets
              .filter((preset) => owned || !needsOwner(preset))
              .map((preset) => (
                <MenuItem
                  key={preset}
                  checked={preset === cell.preset}
                  onSelect={() => {
                    close()
                    onChoose(preset)
                  }}
                >
                  {t(`design.access.scope.${preset}`)}
                </MenuItem>
              ))
          ) : (
            <p className="b-scope__note">{t('design.access.mixedNote', { count: cell.grants.length })}</p>
          )}
          {cell.grants.length > 0 && <Deciding cell={cell} />}
        </>
      )}
    </Popover>
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
