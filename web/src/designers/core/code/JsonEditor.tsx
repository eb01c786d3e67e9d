import { Prec } from '@codemirror/state'
import { keymap } from '@codemirror/view'
import { useEffect, useMemo, useRef } from 'react'
import CodeEditor from './CodeEditor.tsx'
import type { Flaw } from './editor.ts'
import { json } from './json.ts'
import type { LazyCodeProps, Selected } from './LazyCode.tsx'
import { breakOf, placesOf } from './pointer.ts'

/** Something wrong at a JSON pointer. */
export interface Pointed {
  pointer: string
  message: string
}

export interface JsonEditorProps extends LazyCodeProps {
  /** What is wrong with the text as a whole: where it breaks off. */
  broken?: string
  problems: readonly Pointed[]
  /** What is typed can be taken back in the editor itself until this changes. */
  since: unknown
  /** Ctrl+Enter. */
  onTake: () => void
  start?: Selected
}

/** The editor of a document as JSON, with what is wrong underlined. */
export default function JsonEditor({ broken, problems, onTake, ...code }: JsonEditorProps) {
  const { value } = code
  const flaws = useMemo((): Flaw[] => {
    const at = breakOf(value)
    if (at !== undefined) return [{ from: at, to: at + 1, message: broken ?? '' }]
    const places = placesOf(
      value,
      problems.map(({ pointer }) => pointer),
    )
    return problems.flatMap(({ message }, nth) => {
      const place = places[nth]
      return place ? [{ ...place, message }] : []
    })
  }, [value, problems, broken])
  const take = useRef(onTake)
  useEffect(() => {
    take.current = onTake
  }, [onTake])
  const more = useMemo(
    () =>
      Prec.high(
        keymap.of([
          {
            key: 'Mod-Enter',
            run: () => {
              take.current()
              return true
            },
          },
        ]),
      ),
    [],
  )
  return <CodeEditor {...code} page parser={json} flaws={flaws} more={more} />
}
