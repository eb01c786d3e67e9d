import { useFormDesign } from './design.ts'
import { FieldPanel } from './FieldPanel.tsx'
import { FormPanel } from './FormPanel.tsx'
import { SectionPanel } from './SectionPanel.tsx'
import { TabPanel } from './TabPanel.tsx'

/** What is selected can be told here. */
export function Panel({ onChoose }: { onChoose: (name: string) => void }) {
  const { name, selected } = useFormDesign()
  switch (selected.kind) {
    case 'field':
      return <FieldPanel key={selected.name} name={selected.name} />
    case 'section':
      return <SectionPanel key={selected.at} at={selected.at} />
    case 'tab':
      return <TabPanel key={selected.at} at={selected.at} />
    default:
      return <FormPanel key={name} onChoose={onChoose} />
  }
}
