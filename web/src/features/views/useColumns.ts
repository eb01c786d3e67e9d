import type { Entity, Field, View } from '@mortise/sdk'
import { useCallback, useMemo, useState } from 'react'
import { typeOf } from '@/field-types/registry.ts'
import { fieldOf } from '@/lib/definition.ts'
import { loadPreference, savePreference } from '@/lib/storage.ts'

/** A column as it is drawn. */
export interface Column {
  field: Field
  width: number
}

function key(entity: Entity, view: View): string {
  return `columns.${entity.name}.${view.name}`
}

function stored(entity: Entity, view: View): string[] | null {
  const text = loadPreference(key(entity, view))
  return text ? text.split(',') : null
}

/** The columns of a list: those of the view, or the user's own choice kept in this browser. */
export function useColumns(entity: Entity, view: View) {
  const place = key(entity, view)
  const [changed, setChanged] = useState<{ place: string; names: string[] | null }>()
  const own = useMemo(
    () => (changed?.place === place ? changed.names : stored(entity, view)),
    [changed, place, entity, view],
  )

  const columns = useMemo(() => {
    const widths = new Map(view.columns.map((column) => [column.field, column.width]))
    const names = own ?? view.columns.map((column) => column.field)
    return names.flatMap((name): Column[] => {
      const field = fieldOf(entity, name)
      if (!field) return []
      const usual = typeOf(field).width + (name === entity.label ? 40 : 0)
      return [{ field, width: widths.get(name) || usual }]
    })
  }, [entity, view, own])

  const choose = useCallback(
    (names: string[] | null) => {
      savePreference(place, names?.join(',') ?? '')
      setChanged({ place, names })
    },
    [place],
  )

  const toggle = useCallback(
    (name: string) => {
      const now = columns.map((column) => column.field.name)
      choose(now.includes(name) ? now.filter((other) => other !== name) : [...now, name])
    },
    [columns, choose],
  )

  return { columns, toggle, reset: () => choose(null), changed: own !== null }
}
