import { type KeyboardEvent, useRef } from 'react'
import { DropLine, type Load, useDrag, useDrop } from '../core/drag.tsx'
import { useWords } from '../core/useBench.ts'
import { useFormDesign } from './design.ts'
import { tabsOf } from './tabs.ts'
import { isSectionLoad, sectionOfLoad } from './useInsert.ts'

/** The tabs of the form; sections and fields are dropped on them, too. */
export function FormTabs() {
  const { t } = useWords()
  const { form } = useFormDesign()
  return (
    <ul className="b-form-tabs" aria-label={t('design.form.tabs')}>
      {tabsOf(form).map((tab, at) => (
        <FormTab key={JSON.stringify(tab.tab) ?? ''} at={at} />
      ))}
    </ul>
  )
}

function FormTab({ at }: { at: number }) {
  const { t } = useWords()
  const { form, tab, tabTitle, select, edits } = useFormDesign()
  const element = useRef<HTMLLIElement>(null)
  const carried = useRef('')
  const sections = tabsOf(form)[at]?.sections ?? []
  const unnamed = tabsOf(form)[at]?.tab === undefined
  const dragged = useDrag({ element, load: { kind: 'tab', id: String(at) }, disabled: unnamed })
  const over = useDrop({
    element,
    accepts: (load) => {
      carried.current = load.kind
      return ['tab', 'section', 'field', 'new', 'related'].includes(load.kind) && load.id !== 'tab'
    },
    // Tabs are put beside; all else into the tab.
    get edges() {
      return carried.current === 'tab' ? (['left', 'right'] as const) : []
    },
    onDrop: (load: Load, edge) => {
      if (load.kind === 'field') edits.fieldToTab(load.id, at)
      else if (load.kind === 'section') edits.sectionToTab(Number(load.id), tabsOf(form)[at]?.tab)
      else if (isSectionLoad(load))
        edits.addSection(sectionOfLoad(load, t('design.form.newText')), (sections.at(-1) ?? 0) + 1, at)
      else {
        const [from, before] = [Number(load.id), edge === 'right' ? at + 1 : at]
        edits.moveTab(from, from < before ? before - 1 : before)
      }
    },
  })
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0
    if (event.altKey && step !== 0) {
      event.preventDefault()
      edits.moveTab(at, at + step)
    } else if (event.key === 'Delete') {
      event.preventDefault()
      edits.removeTab(at)
    }
  }
  return (
    <li
      ref={element}
      data-dragged={dragged || undefined}
      data-over={over === 'into' || undefined}
      data-current={at === tab || undefined}
    >
      <DropLine over={over} />
      <span
        role="button"
        tabIndex={at === tab ? 0 : -1}
        className="b-form-tab"
        data-node={`tab:${at}`}
        aria-pressed={at === tab}
        onClick={() => select({ kind: 'tab', at })}
        onFocus={() => select({ kind: 'tab', at })}
        onKeyDown={onKeyDown}
      >
        {tabTitle(at)}
      </span>
    </li>
  )
}
