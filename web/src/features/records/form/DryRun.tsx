import type { Entity } from '@mortise/sdk'
import { useContext } from 'react'
import type { Facts } from '@/lib/condition/Facts.ts'
import { FactsContext } from '@/lib/condition/useFacts.ts'
import { useDryRun } from './useDryRun.ts'
import { useForm } from './useFormStore.ts'

/** Draws nothing: what it asks for comes into the form, and the page is not drawn again at every key. */
export function DryRun({ entity }: { entity: Entity }) {
  const facts = useContext(FactsContext)
  return facts && <Asking entity={entity} facts={facts} />
}

function Asking({ entity, facts }: { entity: Entity; facts: Facts }) {
  useDryRun(entity, useForm(), facts)
  return null
}
