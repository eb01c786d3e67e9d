import type { Entity, WireRecord } from '@mortise/sdk'
import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, useCallback, useState } from 'react'
import { rowAbove, rowBefore, type TreeRow } from './rows.ts'

interface TreeKeys {
  entity: Entity
  rows: TreeRow[]
  turn: (id: string, open?: boolean) => void
  onMove: (record: WireRecord, to: WireRecord | null) => void
}

/** Walks a tree with arrows, opens branches and records; with Alt, right and left move a record in and out. */
export function useTreeKeys({ entity, rows, turn, onMove }: TreeKeys) {
  const navigate = useNavigate()
  const [active, setActive] = useState<string>()
  const [walks, setWalks] = useState(0)
  const found = rows.findIndex((row) => row.record.id === active)
  const at = found < 0 ? 0 : found
  const onKeyDown = useCallback(
    (event: KeyboardEvent) => {
      const row = rows[at]
      if (!row || event.ctrlKey || event.metaKey || event.nativeEvent.isComposing) return
      const go = (to: TreeRow | undefined) => {
        setActive(to?.record.id ?? row.record.id)
        setWalks((count) => count + 1)
      }
      const inward = () => {
        const before = rowBefore(rows, at)
        if (before) onMove(row.record, before.record)
      }
      const outward = () => {
        const above = rowAbove(rows, at)
        if (above) onMove(row.record, rowAbove(rows, rows.indexOf(above))?.record ?? null)
      }
      const plain: { [key: string]: () => void } = {
        ArrowDown: () => go(rows[at + 1]),
        ArrowUp: () => go(rows[at - 1]),
        Home: () => go(rows[0]),
        End: () => go(rows.at(-1)),
        ArrowRight: () =>
          row.expanded ? go(rows[at + 1]) : row.expanded === false && turn(row.record.id, true),
        ArrowLeft: () => (row.expanded ? turn(row.record.id, false) : go(rowAbove(rows, at))),
        Enter: () => navigate({ to: '/e/$entity/$id', params: { entity: entity.name, id: row.record.id } }),
      }
      const withAlt: typeof plain = {
        ArrowRight: () => {
          inward()
          go(row)
        },
        ArrowLeft: () => {
          outward()
          go(row)
        },
      }
      const perform = (event.altKey ? withAlt : plain)[event.key]
      if (!perform) return
      event.preventDefault()
      perform()
    },
    [rows, at, turn, onMove, navigate, entity.name],
  )
  return { active: at, walks, setActive, onKeyDown }
}
