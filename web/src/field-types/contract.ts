import type { Field } from '@mortise/sdk'
import type { LucideIcon } from 'lucide-react'
import type { ComponentType } from 'react'
import type { Language } from '@/lib/i18n/index.ts'
import type { Parsed } from './parse.ts'

/** Draws a value that is there. */
export interface DisplayProps {
  field: Field
  value: unknown
  /** A cell of a list has one line and opens nothing. */
  place: 'list' | 'record'
}

/** Lets the user change a value; null means empty. */
export interface InputProps {
  field: Field
  value: unknown
  /** A slip is what is wrong with the text typed, of which no value can be made: it keeps the form from saving. */
  onChange: (value: unknown, slip?: string, text?: string) => void
  /** The text of a slip that was typed before, when the input is drawn anew. */
  typed?: string
  id: string
  invalid: boolean
  describedBy?: string
  autoFocus?: boolean
  /** What is wrong within the value, by JSON pointer from here, such as /0/quantity. */
  inner?: { readonly [pointer: string]: string }
}

/** Lets the user give what a filter compares with. */
export interface FilterProps {
  field: Field
  operator: OperatorId
  value: unknown
  onChange: (value: unknown) => void
  label: string
}

/** How a condition compares. Negations hold for empty values too. */
export type OperatorId =
  | 'eq'
  | 'neq'
  | 'lt'
  | 'lte'
  | 'gt'
  | 'gte'
  | 'contains'
  | 'ncontains'
  | 'starts'
  | 'between'
  | 'within'
  | 'in'
  | 'nin'
  | 'has'
  | 'nhas'
  | 'me'
  | 'true'
  | 'false'
  | 'empty'
  | 'nempty'

/** Operators that compare with nothing. */
export const bareOperators: readonly OperatorId[] = ['me', 'true', 'false', 'empty', 'nempty']

/** Everything the client knows of a field type. */
export interface FieldType {
  id: string
  icon: LucideIcon
  /** Width of a list column in CSS pixels, unless the view says otherwise. */
  width: number
  align?: 'end'
  /** A value that needs the whole width of a form. */
  wide?: boolean
  /** A value that holds many: a filter asks for its parts. */
  many?: boolean
  /** An input of several controls, which stays when the focus leaves it for nothing else. */
  stays?: boolean
  /** Its input shows what is wrong within the value. */
  tellsInner?: boolean
  operators: OperatorId[]
  /** How a filter value is written in an expression; text unless told. */
  literal?: 'text' | 'number' | 'instant'
  Display: ComponentType<DisplayProps>
  Input: ComponentType<InputProps>
  Filter: ComponentType<FilterProps>
  /** The value in words, for chips and history. */
  text: (field: Field, value: unknown, language: Language) => string
  /** What a pasted text stands for; without it nothing can be pasted. */
  parse?: (field: Field, text: string) => Parsed
  /** The value as the server wants it; when not given, a related record is its id and what is empty is null. */
  wire?: (value: unknown) => unknown
}

/** Operators of values in a line of text. */
export const textOperators: OperatorId[] = ['contains', 'ncontains', 'eq', 'neq', 'starts', 'empty', 'nempty']

/** Operators of values that have an order. */
export const orderOperators: OperatorId[] = [
  'eq',
  'neq',
  'between',
  'gt',
  'gte',
  'lt',
  'lte',
  'empty',
  'nempty',
]

/** Operators of days and moments: they can lie within a span such as this week. */
export const dayOperators: OperatorId[] = ['within', ...orderOperators]
