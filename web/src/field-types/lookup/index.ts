import { CornerRightUp } from 'lucide-react'
import type { FieldType } from '../contract.ts'
import { text } from '../text/index.ts'

/** A value of a related record; drawn as the type of that field. */
export const lookup: FieldType = { ...text, id: 'lookup', icon: CornerRightUp }
