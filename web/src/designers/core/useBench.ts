import { createContext, useContext, useMemo, useRef, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { type Doc, type Key, type Kind, keyOf, nameOf, textAt } from './document.ts'
import type { Saver, Saving } from './Saver.ts'
import type { Bench, Workbench } from './Workbench.ts'

/** What the designers of one draft share. */
export interface Studio {
  bench: Workbench
  saver: Saver
  draft: 'own' | 'shared'
  /** The published revision. */
  revision: number
  /** What is published, as far as the draft changes it otherwise: read anew after a publish. */
  reload: () => Promise<void>
  /** Names other designers that are at the same place. */
  chooseDraft: (draft: 'own' | 'shared') => void
}

/** The studio of the page. */
export const StudioContext = createContext<Studio | null>(null)

/** The studio of the page; only below the frame of the designers. */
export function useStudio(): Studio {
  const studio = useContext(StudioContext)
  if (!studio) throw new Error('outside of the designers')
  return studio
}

/** The workbench, to do and undo. */
export function useWorkbench(): Workbench {
  return useStudio().bench
}

/** What is drawn and what was done. */
export function useBench(): Bench {
  const { bench } = useStudio()
  return useSyncExternalStore(bench.subscribe, bench.now)
}

/** How far the saving has come. */
export function useSaving(): Saving {
  const { saver } = useStudio()
  return useSyncExternalStore(saver.subscribe, saver.now)
}

/** One document as it is drawn. */
export function useDoc(kind: Kind, name: string): Doc | undefined {
  const { bench } = useStudio()
  return useSyncExternalStore(bench.subscribe, () => bench.get(keyOf(kind, name)))
}

/** A document with its name in the draft. */
export interface Named {
  key: Key
  name: string
  doc: Doc
}

/** All documents of a kind, or those about one entity, by name. */
export function useDocs(kind: Kind, entity?: string): readonly Named[] {
  const { documents } = useBench()
  const last = useRef<readonly Named[]>([])
  return useMemo(() => {
    const list: Named[] = []
    for (const [key, doc] of documents)
      if (key.startsWith(`${kind}/`) && (entity === undefined || textAt(doc, 'entity') === entity))
        list.push({ key, name: nameOf(key), doc })
    list.sort((one, other) => (one.name < other.name ? -1 : 1))
    const before = last.current
    const unchanged = before.length === list.length && before.every(({ doc }, at) => doc === list[at]?.doc)
    if (!unchanged) last.current = list
    return last.current
  }, [documents, kind, entity])
}

/** The language in which one designs, and its texts. */
export function useWords() {
  const { t, i18n } = useTranslation()
  return { t, language: i18n.language }
}
