import type { Field } from '@mortise/sdk'
import { autonumber } from './autonumber/index.ts'
import { boolean } from './boolean/index.ts'
import { choice } from './choice/index.ts'
import { choices } from './choices/index.ts'
import { color } from './color/index.ts'
import type { FieldType } from './contract.ts'
import { date } from './date/index.ts'
import { datetime } from './datetime/index.ts'
import { department } from './department/index.ts'
import { duration } from './duration/index.ts'
import { email } from './email/index.ts'
import { file } from './file/index.ts'
import { files } from './files/index.ts'
import { formula } from './formula/index.ts'
import { idcard } from './idcard/index.ts'
import { image } from './image/index.ts'
import { integer } from './integer/index.ts'
import { json } from './json/index.ts'
import { location } from './location/index.ts'
import { longtext } from './longtext/index.ts'
import { lookup } from './lookup/index.ts'
import { markdown } from './markdown/index.ts'
import { money } from './money/index.ts'
import { number } from './number/index.ts'
import { percent } from './percent/index.ts'
import { phone } from './phone/index.ts'
import { rating } from './rating/index.ts'
import { reference } from './reference/index.ts'
import { relation } from './relation/index.ts'
import { relations } from './relations/index.ts'
import { richtext } from './richtext/index.ts'
import { rollup } from './rollup/index.ts'
import { secret } from './secret/index.ts'
import { signature } from './signature/index.ts'
import { table } from './table/index.ts'
import { tags } from './tags/index.ts'
import { text } from './text/index.ts'
import { time } from './time/index.ts'
import { unknown } from './unknown/index.ts'
import { url } from './url/index.ts'
import { user } from './user/index.ts'
import { users } from './users/index.ts'

const types = [
  autonumber,
  boolean,
  choice,
  choices,
  color,
  date,
  datetime,
  department,
  duration,
  email,
  file,
  files,
  formula,
  idcard,
  image,
  integer,
  json,
  location,
  longtext,
  lookup,
  markdown,
  money,
  number,
  percent,
  phone,
  rating,
  reference,
  relation,
  relations,
  richtext,
  rollup,
  secret,
  signature,
  table,
  tags,
  text,
  time,
  url,
  user,
  users,
]

const byId = new Map<string, FieldType>(types.map((type) => [type.id, type]))
byId.set('id', text)

/** Every field type the client can draw. */
export const fieldTypes: readonly FieldType[] = types

/** The type with a name; the visible stand-in when we do not know it. */
export function fieldType(id: string): FieldType {
  return byId.get(id) ?? unknown
}

/** The type that draws the values of a field; text for no field. */
export function typeOf(field: Field | undefined): FieldType {
  return fieldType(field?.type ?? 'text')
}
