import { Plus } from 'lucide-react'
import { Mark } from '@/components/Mark.tsx'
import type { Candidate } from './candidate.ts'

interface PickOptionProps {
  /** None for the option that makes a record. */
  candidate: Candidate | undefined
  label: string
  round: boolean
}

/** One line of the list that a relation is chosen from. */
export function PickOption({ candidate, label, round }: PickOptionProps) {
  if (!candidate) {
    return (
      <span className="f-option f-option--create">
        <Plus size={14} aria-hidden="true" />
        <span className="truncate">{label}</span>
      </span>
    )
  }
  return (
    <span className="f-option">
      <Mark name={candidate.label} round={round} />
      <span className="f-option__text">
        <span className="truncate">{candidate.label}</span>
        {candidate.note && <span className="f-option__note truncate">{candidate.note}</span>}
      </span>
    </span>
  )
}
