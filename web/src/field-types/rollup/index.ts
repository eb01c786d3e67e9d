import { SquareSigma } from 'lucide-react'
import type { FieldType } from '../contract.ts'
import { text } from '../text/index.ts'

/** One value of many related records; drawn as the type that it is shown as. */
export const rollup: FieldType = { ...text, id: 'rollup', icon: SquareSigma }
