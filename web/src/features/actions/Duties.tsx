import { ShieldCheck } from 'lucide-react'
import { dutiesOf } from './explanation.ts'
import type { ActionPlace } from './place.ts'
import { useExplanation } from './useExplanation.ts'

/** Says before an action what has to happen besides, and who decides. */
export function Duties({ place, action }: { place: ActionPlace; action: string }) {
  const duties = dutiesOf(useExplanation(place, action).data)
  if (duties.length === 0) return null
  return (
    <ul className="x-duties">
      {duties.map((duty) => (
        <li key={duty.id}>
          <ShieldCheck size={15} aria-hidden="true" />
          {duty.text}
        </li>
      ))}
    </ul>
  )
}
