import type { Entity, Me } from '@mortise/sdk'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useMe } from '@/lib/api/get-me.ts'
import { fieldOf } from '@/lib/definition.ts'
import { type DraftPlace, loadDraft, removeDraft, saveDraft } from '@/lib/drafts.ts'
import type { FormStore } from './form/FormStore.ts'

/** Milliseconds after the last key until a draft is written. */
const pace = 400

interface DraftOf {
  store: FormStore
  entity: string
  /** Not given for a new record. */
  id?: string
  /** The version on which the changes were begun. */
  begun: () => string | null
  /** Whether the value of a field may stay in this browser. */
  mayKeep: (name: string) => boolean
}

/**
 * Keeps what is not saved in this browser, for this user, and offers what was kept before. What is
 * offered stays kept until it is taken or thrown away, whatever is written meanwhile.
 */
export function useDraft({ store, entity, id, begun, mayKeep }: DraftOf) {
  const queries = useQueryClient()
  const user = useMe().data?.user.id ?? ''
  const place = useMemo((): DraftPlace => ({ user, entity, id }), [user, entity, id])
  const [offer, setOffer] = useState(() => loadDraft(place))
  const latest = useRef({ offer, begun, mayKeep })
  latest.current = { offer, begun, mayKeep }
  const full = useRef(false)

  useEffect(() => {
    const start = JSON.stringify(store.edited())
    let timer: ReturnType<typeof setTimeout> | undefined
    let open = false
    const write = () => {
      clearTimeout(timer)
      // Whoever has signed out leaves nothing behind.
      if (!open || queries.getQueryData<Me | null>(['me'])?.user.id !== user) return
      open = false
      const { offer, begun, mayKeep } = latest.current
      const edits = store.edited()
      const kept = Object.entries(edits).filter(([name]) => mayKeep(name))
      if (kept.length === 0 || JSON.stringify(edits) === start) {
        if (offer) saveDraft(place, offer)
        else removeDraft(place)
        return
      }
      const values = { ...offer?.values, ...Object.fromEntries(kept) }
      full.current = !saveDraft(place, { at: Date.now(), etag: offer ? offer.etag : begun(), values })
    }
    const leave = store.subscribeSummary(() => {
      open = true
      clearTimeout(timer)
      timer = setTimeout(write, pace)
    })
    window.addEventListener('pagehide', write)
    document.addEventListener('visibilitychange', write)
    return () => {
      leave()
      write()
      window.removeEventListener('pagehide', write)
      document.removeEventListener('visibilitychange', write)
    }
  }, [store, place, user, queries])

  const take = useCallback(() => setOffer(undefined), [])
  const drop = useCallback(() => {
    setOffer(undefined)
    latest.current.offer = undefined
    removeDraft(place)
  }, [place])
  return {
    offer,
    /** The offer has gone into the form. */
    take,
    /** Throws away what is offered. */
    drop,
    /** Whether all that is not saved outlasts the page. */
    kept: () => !full.current && store.changed().every(mayKeep),
  }
}

/** The draft of a record that does not exist yet. */
export function useCreateDraft(entity: Entity, store: FormStore) {
  const mayKeep = (name: string) => fieldOf(entity, name)?.type !== 'secret'
  const draft = useDraft({ store, entity: entity.name, begun: () => null, mayKeep })
  const restore = () => {
    for (const [name, value] of Object.entries(draft.offer?.values ?? {}))
      if (fieldOf(entity, name)) store.set(name, value)
    draft.take()
  }
  return { ...draft, restore }
}
