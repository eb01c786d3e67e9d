import { autonumber } from './autonumber/index.ts'
import { boolean } from './boolean/index.ts'
import { choice } from './choice/index.ts'
import { choices } from './choices/index.ts'
import type { FieldType } from './contract.ts'
import { date } from './date/index.ts'
import { datetime } from './datetime/index.ts'
import { email } from './email/index.ts'
import { integer } from './integer/index.ts'
import { longtext } from './longtext/index.ts'
import { money } from './money/index.ts'
import { number } from './number/index.ts'
import { percent } from './percent/index.ts'
import { phone } from './phone/index.ts'
import { relation } from './relation/index.ts'
import { tags } from './tags/index.ts'
import { text } from './text/index.ts'
import { time } from './time/index.ts'
import { unknown } from './unknown/index.ts'
import { url } from './url/index.ts'
import { user } from './user/index.ts'

const types = [
  autonumber,
  boolean,
  choice,
  choices,
  date,
  datetime,
  email,
  integer,
  longtext,
  money,
  number,
  percent,
  phone,
  relation,
  tags,
  text,
  time,
  url,
  user,
]

const byId = new Map<string, FieldType>(types.map((type) => [type.id, type]))
byId.set('id', text)

/** Every field type the client can draw. */
export const fieldTypes: readonly FieldType[] = types

/** The type of a field; the visible stand-in when we do not know it. */
export function fieldType(id: string): FieldType {
  return byId.get(id) ?? unknown
}
