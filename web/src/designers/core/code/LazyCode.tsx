import { type ComponentType, type ReactNode, useEffect, useRef, useState } from 'react'
import './code.css'

/** What is selected of a text. */
export interface Selected {
  from: number
  to: number
}

/** What a plain field and the editor in its place both know. */
export interface LazyCodeProps {
  id?: string
  label: string
  value: string
  onChange: (value: string) => void
  describedBy?: string
  invalid?: boolean
  page?: boolean
  /** What stands below the plain field; the editor draws its own. */
  below?: ReactNode
}

type Loaded = ComponentType<LazyCodeProps & { start?: Selected }>
type Load<Props> = () => Promise<{ default: ComponentType<Props & { start?: Selected }> }>

const known = new Map<unknown, Loaded>()

/**
 * An editor of code once it is there; before, and where it cannot be had, a plain field of the same
 * size. Who types meanwhile goes on where he was.
 */
export function LazyCode<Props extends LazyCodeProps>({ load, ...props }: Props & { load: Load<Props> }) {
  const plain = useRef<HTMLTextAreaElement>(null)
  const [Editor, setEditor] = useState<Loaded | undefined>(() => known.get(load))
  const [start, setStart] = useState<Selected>()
  const composing = useRef(false)
  const [composed, setComposed] = useState(0)
  useEffect(() => {
    let gone = false
    const take = (loaded: Loaded) => {
      known.set(load, loaded)
      if (gone || composing.current) return
      const field = plain.current
      if (field && field === document.activeElement)
        setStart({ from: field.selectionStart, to: field.selectionEnd })
      setEditor(() => loaded)
    }
    const ready = known.get(load)
    if (composed > 0 && ready) take(ready)
    else
      load().then(
        ({ default: loaded }) => take(loaded as Loaded),
        () => undefined,
      )
    return () => {
      gone = true
    }
  }, [load, composed])
  if (Editor) return <Editor {...(props as LazyCodeProps)} start={start} />
  const { id, label, value, onChange, describedBy, invalid, page, below } = props as LazyCodeProps
  return (
    <>
      <textarea
        ref={plain}
        id={id}
        className={page ? 'b-code-plain b-code-plain--page' : 'b-code-plain'}
        rows={1}
        spellCheck={false}
        value={value}
        aria-label={label}
        aria-describedby={describedBy}
        aria-invalid={invalid || undefined}
        onChange={(event) => onChange(event.target.value)}
        onCompositionStart={() => {
          composing.current = true
        }}
        onCompositionEnd={() => {
          composing.current = false
          setComposed((times) => times + 1)
        }}
      />
      {below}
    </>
  )
}
