import { Signature } from 'lucide-react'
import { lazy } from 'react'
import type { FieldType } from '../contract.ts'
import { file } from '../file/index.ts'

/** What somebody has drawn with a pen. */
export const signature: FieldType = {
  ...file,
  id: 'signature',
  icon: Signature,
  Input: lazy(() => import('./Input.tsx')),
}
