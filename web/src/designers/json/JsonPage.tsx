import { useSearch } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { Button } from '@/components/Button.tsx'
import type { JsonEditorProps } from '../core/code/JsonEditor.tsx'
import { LazyCode } from '../core/code/LazyCode.tsx'
import { alike, type Doc, isObject, type Key, keyOf, kindOf, nameOf, textAt } from '../core/document.ts'
import { titleIn } from '../core/title.ts'
import { useBench, useWords, useWorkbench } from '../core/useBench.ts'
import { useProblems } from '../core/useProblems.ts'
import './json.css'

/** The documents of an entity as they are kept: read and written, side by side with the designers. */
export default function JsonPage({ entity }: { entity: string }) {
  const { documents } = useBench()
  const own = [...documents].flatMap(([key, doc]) =>
    key === keyOf('entity', entity) || textAt(doc, 'entity') === entity ? [key] : [],
  )
  return <Documents keys={own} first={keyOf('entity', entity)} />
}

/** A list of documents, and the one that is chosen as text. The address may choose one, too. */
export function Documents({ keys, first }: { keys: readonly Key[]; first: Key | undefined }) {
  const { t, language } = useWords()
  const { documents } = useBench()
  const asked = (useSearch({ strict: false }) as { item?: string }).item as Key | undefined
  const [chosen, setChosen] = useState<Key | undefined>(asked ?? first)
  useEffect(() => {
    if (asked) setChosen(asked)
  }, [asked])
  const doc = chosen && documents.get(chosen)
  return (
    <div className="b-json">
      <nav className="b-json__list" aria-label={t('design.json.documents')}>
        <ul>
          {keys.map((key) => (
            <li key={key}>
              <button type="button" aria-current={key === chosen || undefined} onClick={() => setChosen(key)}>
                <span className="truncate">
                  {titleIn(documents.get(key)?.title, language) || nameOf(key)}
                </span>
                <span className="b-json__kind">{t(`design.core.kind.${kindOf(key)}`)}</span>
              </button>
            </li>
          ))}
        </ul>
      </nav>
      {chosen && doc ? (
        <Editor key={chosen} of={chosen} doc={doc} />
      ) : (
        <p className="b-json__none">{t(chosen ? 'design.json.gone' : 'design.json.choose')}</p>
      )}
    </div>
  )
}

const load = () => import('../core/code/JsonEditor.tsx')
const none: never[] = []
const written = (doc: Doc) => JSON.stringify(doc, undefined, 2)

/** One document as text. What others change shows here as long as nothing is typed. */
function Editor({ of, doc }: { of: Key; doc: Doc }) {
  const { t } = useWords()
  const bench = useWorkbench()
  const [text, setText] = useState(() => written(doc))
  const [base, setBase] = useState(doc)
  const typed = text !== written(base)
  useEffect(() => {
    if (typed || alike(doc, base)) return
    setBase(doc)
    setText(written(doc))
  }, [doc, base, typed])
  const problem = problemOf(text, doc, t)
  const { list } = useProblems()
  const found = useMemo(() => list?.filter(({ key }) => key === of) ?? none, [list, of])
  const take = () => {
    if (problem) return
    const next = JSON.parse(text) as Doc
    bench.do({ label: t('design.json.did', { name: of }), changes: { [of]: next } })
    setBase(next)
    setText(written(next))
  }
  return (
    <section className="b-json__editor" aria-label={of}>
      <LazyCode<JsonEditorProps>
        load={load}
        page
        label={t('design.json.text', { name: of })}
        value={text}
        onChange={setText}
        invalid={problem !== undefined}
        describedBy="b-json-problem"
        broken={problem}
        problems={found}
        since={base}
        onTake={take}
      />
      <footer>
        <p id="b-json-problem" className="b-error" role="status">
          {problem}
        </p>
        <Button disabled={!typed} onClick={() => setText(written(doc))}>
          {t('design.json.back')}
        </Button>
        <Button look="primary" disabled={!typed || problem !== undefined} onClick={take}>
          {t('design.json.take')}
        </Button>
      </footer>
    </section>
  )
}

type Translate = (key: string, more?: { [name: string]: unknown }) => string

/** What keeps a text from being the document: no JSON, another name. What else is wrong with it the check tells. */
function problemOf(text: string, doc: Doc, t: Translate): string | undefined {
  let next: unknown
  try {
    next = JSON.parse(text)
  } catch (error) {
    return t('design.json.noJson', { reason: error instanceof Error ? error.message : '' })
  }
  if (!isObject(next)) return t('design.json.noObject')
  for (const member of ['name', 'x-id', 'entity'])
    if (next[member] !== doc[member]) return t('design.json.fixed', { member })
  return undefined
}
