import { EyeOff } from 'lucide-react'
import { Mark } from '@/components/Mark.tsx'
import type { RelatedName } from './useRelatedLabel.ts'

/** The name of a related record with its tile; round for people. */
export function RelatedMark({ label, hidden, round }: RelatedName & { round: boolean }) {
  return (
    <>
      {hidden ? <EyeOff size={13} aria-hidden="true" /> : <Mark name={label} round={round} />}
      <span className="truncate">{label}</span>
    </>
  )
}
