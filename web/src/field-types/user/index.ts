import { User } from 'lucide-react'
import type { FieldType } from '../contract.ts'
import { relation } from '../relation/index.ts'

/** A pointer to a person who signs in. */
export const user: FieldType = {
  ...relation,
  id: 'user',
  icon: User,
  operators: ['me', 'eq', 'neq', 'empty', 'nempty'],
}
