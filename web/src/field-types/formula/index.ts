import { Sigma } from 'lucide-react'
import type { FieldType } from '../contract.ts'
import { text } from '../text/index.ts'

/** A value computed of the record; drawn as the type that it is shown as. */
export const formula: FieldType = { ...text, id: 'formula', icon: Sigma }
