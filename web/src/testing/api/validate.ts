import type { Detail, WireRecord } from '@mortise/sdk'
import type { DraftField } from './definitions.ts'

type Words = [zh: string, en: string]

function problemOf(field: DraftField, value: unknown): [code: string, words: Words] | null {
  if (value === null || value === undefined || value === '') {
    return field.required ? ['required', ['必填', 'Required']] : null
  }
  if (field.type === 'phone' && !/^(?:\+\d{6,15}|1\d{10})$/.test(String(value).replace(/[\s-]/g, ''))) {
    return ['phone', ['不是有效的电话号码', 'Not a valid phone number']]
  }
  if (field.type === 'email' && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(String(value))) {
    return ['email', ['不是有效的邮箱', 'Not a valid e-mail address']]
  }
  if (field.maxLength && String(value).length > field.maxLength) {
    return ['max_length', [`不能超过 ${field.maxLength} 个字`, `At most ${field.maxLength} characters`]]
  }
  if (field.maximum !== undefined && Number(value) > Number(field.maximum)) {
    return ['maximum', [`不能大于 ${field.maximum}`, `At most ${field.maximum}`]]
  }
  if (field.minimum !== undefined && Number(value) < Number(field.minimum)) {
    return ['minimum', [`不能小于 ${field.minimum}`, `At least ${field.minimum}`]]
  }
  if (field.type === 'choice' && !field.options?.some((option) => option.value === value)) {
    return ['option', ['不是可选值', 'Not one of the options']]
  }
  return null
}

/** Everything that is wrong with a record, field by field. */
export function problemsOf(fields: DraftField[], record: WireRecord, chinese: boolean): Detail[] {
  return fields
    .filter((field) => !field.system && !field.readOnly)
    .flatMap((field) => {
      const found = problemOf(field, record[field.name])
      if (!found) return []
      const [code, words] = found
      return [{ pointer: `/${field.name}`, code, message: words[chinese ? 0 : 1] }]
    })
}

/** A value as the server keeps it. */
export function canonical(field: DraftField, value: unknown): unknown {
  if (value === '' || (Array.isArray(value) && value.length === 0)) return null
  if (field.type === 'phone' && typeof value === 'string' && /^1\d{10}$/.test(value)) return `+86${value}`
  return value
}
