import { Image } from 'lucide-react'
import type { FieldType } from '../contract.ts'
import { file } from '../file/index.ts'

/** One uploaded picture. */
export const image: FieldType = { ...file, id: 'image', icon: Image }
