import { Network } from 'lucide-react'
import type { FieldType } from '../contract.ts'
import { relation } from '../relation/index.ts'

/** A pointer to a department. */
export const department: FieldType = { ...relation, id: 'department', icon: Network }
