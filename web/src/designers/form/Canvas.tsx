import { type KeyboardEvent, useRef } from 'react'
import { useDrop } from '../core/drag.tsx'
import { useWords } from '../core/useBench.ts'
import { useFormDesign } from './design.ts'
import { FormTabs } from './FormTabs.tsx'
import { SectionCard } from './SectionCard.tsx'
import { tabsOf } from './tabs.ts'
import { isSectionLoad, sectionOfLoad } from './useInsert.ts'
import { directions } from './walk.ts'
import { nodeBeside } from './walkNodes.ts'

/** The form as it will look, on which all is moved. */
export function Canvas({ phone }: { phone: boolean }) {
  const { t } = useWords()
  const { form, tab } = useFormDesign()
  const canvas = useRef<HTMLDivElement>(null)
  const tabs = tabsOf(form)
  const onKeyDown = (event: KeyboardEvent) => {
    const direction = directions[event.key]
    const node = (event.target as HTMLElement).closest<HTMLElement>('[data-node]')
    if (
      !direction ||
      !canvas.current ||
      node !== event.target ||
      event.altKey ||
      event.ctrlKey ||
      event.metaKey
    )
      return
    event.preventDefault()
    nodeBeside(canvas.current, node, direction)?.focus()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows walk the nodes in it, which take the focus
    <div ref={canvas} className="b-form-canvas" data-phone={phone || undefined} onKeyDown={onKeyDown}>
      <div className="b-form-sheet">
        {(tabs.length > 1 || tabs[0]?.tab !== undefined) && <FormTabs />}
        {tabs[tab]?.sections.map((at, nth) => (
          <SectionCard key={at} at={at} nth={nth} />
        ))}
        <EndZone hint={t('design.form.end')} />
      </div>
    </div>
  )
}

/** Where sections are put at the end, and fields into a section of their own. */
function EndZone({ hint }: { hint: string }) {
  const { t } = useWords()
  const { form, tab, edits } = useFormDesign()
  const zone = useRef<HTMLDivElement>(null)
  const last = tabsOf(form)[tab]?.sections.at(-1) ?? -1
  const over = useDrop({
    element: zone,
    accepts: (load) => ['field', 'section', 'new', 'related'].includes(load.kind),
    edges: [],
    onDrop: (load) => {
      if (load.kind === 'field') edits.fieldToNewSection(load.id, last + 1, tab)
      else if (load.kind === 'section') edits.dropSection(Number(load.id), last + 1, tab)
      else if (isSectionLoad(load))
        edits.addSection(sectionOfLoad(load, t('design.form.newText')), last + 1, tab)
      else edits.addTab(t('design.form.newTab'))
    },
  })
  return (
    <div ref={zone} className="b-form-end" data-over={over ?? undefined}>
      {hint}
    </div>
  )
}
