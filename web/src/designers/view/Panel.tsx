import { ColumnPanel } from './ColumnPanel.tsx'
import { useViewDesign } from './design.ts'
import { ViewPanel } from './ViewPanel.tsx'

/** What is selected can be told here. */
export default function Panel() {
  const { name, selected } = useViewDesign()
  if (selected.kind === 'column') return <ColumnPanel key={selected.field} name={selected.field} />
  return <ViewPanel key={name} />
}
