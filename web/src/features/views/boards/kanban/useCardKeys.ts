import type { Page, WireRecord } from '@mortise/sdk'
import { type InfiniteData, useQueryClient } from '@tanstack/react-query'
import { type KeyboardEvent, type RefObject, useCallback } from 'react'
import type { BoardColumn } from './columns.ts'
import type { CardMoves } from './useCardMoves.ts'

function focusCard(board: HTMLElement, id: string): void {
  const link = board.querySelector<HTMLElement>(`[data-card="${CSS.escape(id)}"] .vb-card__link`)
  link?.focus({ preventScroll: true })
  link?.closest('[data-card]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
}

/** The card beside one: up and down in its column, left and right in the nearest column that has cards. */
function neighbour(card: Element, key: string): Element | null | undefined {
  if (key === 'ArrowUp' || key === 'ArrowDown') {
    const cards = [...(card.closest('[data-column]')?.querySelectorAll('[data-card]') ?? [])]
    return cards[cards.indexOf(card) + (key === 'ArrowDown' ? 1 : -1)]
  }
  const cards = [...(card.closest('[data-column]')?.querySelectorAll('[data-card]') ?? [])]
  const at = cards.indexOf(card)
  let column = card.closest('[data-column]')
  do {
    column = (key === 'ArrowRight' ? column?.nextElementSibling : column?.previousElementSibling) ?? null
    const there = column?.querySelectorAll('[data-card]') ?? []
    if (there.length > 0) return there[Math.min(at, there.length - 1)]
  } while (column)
  return null
}

/** Walks a board with arrows; with Alt, left and right move the card. */
export function useCardKeys(board: RefObject<HTMLElement | null>, columns: BoardColumn[], moves: CardMoves) {
  const queries = useQueryClient()
  return useCallback(
    (event: KeyboardEvent) => {
      if (!/^Arrow(?:Up|Down|Left|Right)$/.test(event.key) || event.ctrlKey || event.metaKey) return
      const target = event.target as HTMLElement
      const card = target.closest<HTMLElement>('[data-card]')
      if (!card || !target.matches('.vb-card__link')) return
      const id = card.dataset.card ?? ''
      if (!event.altKey) {
        event.preventDefault()
        const next = neighbour(card, event.key) as HTMLElement | null
        if (next && board.current) focusCard(board.current, next.dataset.card ?? '')
        return
      }
      if (event.key === 'ArrowUp' || event.key === 'ArrowDown') return
      event.preventDefault()
      const key = card.closest<HTMLElement>('[data-column]')?.dataset.column
      const at = columns.findIndex((column) => column.key === key)
      const to = columns[at + (event.key === 'ArrowRight' ? 1 : -1)]
      const lists = queries.getQueriesData<InfiniteData<Page>>({
        predicate: (query) => query.queryKey[2] === 'kanban',
      })
      const record = lists
        .flatMap(([, data]) => data?.pages.flatMap((page) => page.data) ?? [])
        .find((row: WireRecord) => row.id === id)
      if (!to || !record) return
      if (!card.querySelector('.vb-card__menu')) {
        moves.refused(record)
        return
      }
      moves.move(record, to)
      setTimeout(() => board.current && focusCard(board.current, id), 60)
    },
    [board, columns, moves, queries],
  )
}
