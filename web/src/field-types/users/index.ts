import { Users } from 'lucide-react'
import type { FieldType } from '../contract.ts'
import { relations } from '../relations/index.ts'

/** Pointers to any number of people who sign in. */
export const users: FieldType = {
  ...relations,
  id: 'users',
  icon: Users,
  operators: ['me', 'has', 'nhas', 'empty', 'nempty'],
}
