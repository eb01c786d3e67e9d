import type { DraftName } from '@mortise/sdk'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useCallback, useEffect, useState } from 'react'
import type { Key } from '../core/document.ts'
import { drawerOf, isStale, loadDraft } from '../core/drawer.ts'
import { setOpenStudio } from '../core/openStudio.ts'
import { type Saved, Saver } from '../core/Saver.ts'
import { type Studio, StudioContext } from '../core/useBench.ts'
import { Workbench } from '../core/Workbench.ts'
import { DraftFailed, DraftLoading } from './DraftStates.tsx'
import { keepDraft, keptDraft } from './kept.ts'

function studioOf(
  draft: DraftName,
  loaded: { revision: number; documents: ReadonlyMap<Key, Saved> },
  choose: (draft: DraftName) => void,
): Studio {
  const documents = new Map([...loaded.documents].map(([key, { body }]) => [key, body]))
  const bench = new Workbench(documents)
  const saver = new Saver(bench, drawerOf(draft), loaded.documents, isStale)
  const reload = async () => {
    const now = await loadDraft(draft)
    studio.revision = now.revision
    saver.receive(now.documents)
  }
  const studio: Studio = { bench, saver, draft, revision: loaded.revision, reload, chooseDraft: choose }
  return studio
}

/** Loads the draft and keeps it, as long as one is in the designers. What is not saved yet is saved when one leaves. */
export function StudioProvider({ children }: { children: ReactNode }) {
  const [draft, setDraft] = useState<DraftName>(keptDraft)
  const [studio, setStudio] = useState<Studio>()
  const [error, setError] = useState<unknown>()
  const [attempt, setAttempt] = useState(0)
  const queries = useQueryClient()
  const choose = useCallback((next: DraftName) => {
    keepDraft(next)
    setDraft(next)
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: attempt tries again
  useEffect(() => {
    const gone = new AbortController()
    let made: Studio | undefined
    setStudio(undefined)
    setError(undefined)
    loadDraft(draft, gone.signal).then(
      (loaded) => {
        if (gone.signal.aborted) return
        made = studioOf(draft, loaded, choose)
        setStudio(made)
        setOpenStudio(made)
      },
      (reason) => {
        if (!gone.signal.aborted) setError(reason)
      },
    )
    return () => {
      gone.abort()
      setOpenStudio(undefined)
      // What was drawn last is on its way before the page is another.
      void made?.saver.flush().finally(() => made?.saver.close())
      void queries.invalidateQueries({ queryKey: ['design'] })
    }
  }, [draft, attempt, choose, queries])
  if (error) return <DraftFailed error={error} onRetry={() => setAttempt((now) => now + 1)} />
  if (!studio) return <DraftLoading />
  return (
    <StudioContext value={studio} key={studio.draft}>
      {children}
    </StudioContext>
  )
}
