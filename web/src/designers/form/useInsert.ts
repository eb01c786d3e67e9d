import type { Doc } from '../core/document.ts'
import type { Load } from '../core/drag.tsx'
import { useWords } from '../core/useBench.ts'
import { contentOf, emptySection, fieldNames, newSection, placeOfField, sectionsOf } from './commands.ts'
import { type FormDesign, useFormDesign } from './design.ts'
import { tabsOf } from './tabs.ts'

/** What of the palette is a section of its own. */
export function isSectionLoad({ kind, id }: Load): boolean {
  return kind === 'related' || (kind === 'new' && id !== 'tab')
}

/** The section that a load of the palette makes. */
export function sectionOfLoad({ kind, id }: Load, text: string): Doc {
  if (kind === 'related') return newSection({ related: id })
  if (id === 'text') return newSection({ text })
  return emptySection(Number(id.slice(-1)) || 1)
}

/** The section that something new is put behind; the last of the tab when none is selected. */
function sectionInUse({ form, selected, tab }: FormDesign): number {
  if (selected.kind === 'section') return selected.at
  const place = selected.kind === 'field' ? placeOfField(form, selected.name) : undefined
  return place?.section ?? tabsOf(form)[tab]?.sections.at(-1) ?? 0
}

/** Puts what the palette offers behind what is selected. */
export function useInsert(): (load: Load) => void {
  const { t } = useWords()
  const design = useFormDesign()
  return (load) => {
    const { form, selected, tab, edits } = design
    const at = sectionInUse(design)
    if (isSectionLoad(load)) edits.addSection(sectionOfLoad(load, t('design.form.newText')), at + 1, tab)
    else if (load.kind === 'new') edits.addTab(t('design.form.newTab'))
    else if (contentOf(sectionsOf(form)[at]) !== 'fields') edits.fieldToTab(load.id, tab)
    else {
      const place = selected.kind === 'field' ? placeOfField(form, selected.name) : undefined
      edits.dropField(load.id, at, place ? place.at + 1 : fieldNames(sectionsOf(form)[at]).length)
    }
  }
}
