import type {
  Description,
  Entity,
  Field,
  ImportColumn,
  ImportOptions,
  ImportOrder,
  ImportValue,
  Inspection,
} from '@mortise/sdk'
import { fieldOf, relationTarget } from '@/lib/definition.ts'

/** How a file is read; found out by the server where not given. */
export type Reading = Pick<ImportOptions, 'sheet' | 'header' | 'encoding' | 'delimiter' | 'quote'>

/** What becomes of the columns of a file. */
export interface Plan {
  map: { [header: string]: string }
  values: { [header: string]: { [text: string]: string } }
  formats: { [header: string]: string }
  mode: 'create' | 'update' | 'upsert'
  key: string[]
  clear: boolean
}

/** A field that a column may fill: path is as in a map, such as class.code. */
export interface Target {
  path: string
  title: string
}

const files = ['file', 'files', 'image', 'signature']
const named = ['id', 'text', 'phone', 'email', 'autonumber', 'integer']

/** Whether a file may fill a field. */
export function importable(field: Field): boolean {
  return !field.system && !field.readOnly && !field.computed && !files.includes(field.type)
}

/** Whether a field that nobody writes can tell which record a row means. */
export function finding(field: Field): boolean {
  return field.name === 'id' || field.type === 'autonumber'
}

/** What the columns of a file may fill: fields, records of relations by a field of theirs, cells of tables. */
export function targetsOf(
  entity: Entity,
  description: Description | undefined,
  mode: Plan['mode'] = 'create',
): Target[] {
  const entityOf = (name: string | undefined) => description?.entities.find((one) => one.name === name)
  const many = (field: Field, before: Target): Target[] => {
    const target = entityOf(relationTarget(field))
    if (!target) return [before]
    const keys = target.fields.filter(
      (key) => key.name !== target.label && !key.system && named.includes(key.type) && !key.masked,
    )
    return [
      before,
      ...keys.map((key) => ({
        path: `${before.path}.${key.name}`,
        title: `${before.title} · ${key.title}`,
      })),
    ]
  }
  const usable = (field: Field) => importable(field) || (mode !== 'create' && finding(field))
  return entity.fields.filter(usable).flatMap((field) => {
    if (field.type !== 'table') return many(field, { path: field.name, title: field.title })
    const rows = entityOf(field.entity)?.fields.filter(
      (cell) => importable(cell) && cell.name !== field.parent,
    )
    return (rows ?? []).map((cell) => ({
      path: `${field.name}.${cell.name}`,
      title: `${field.title} / ${cell.title}`,
    }))
  })
}

/**
 * The mapping to begin with: that of a profile (else the one used last for such headers, null for none), and
 * what the server takes to be meant for the columns that it says nothing of.
 */
export function planOf(inspection: Inspection, profile?: ImportOptions | null): Plan {
  const old = profile === undefined ? inspection.profile : (profile ?? undefined)
  const map = Object.fromEntries(
    inspection.columns.map(({ header, field }) => [header, old?.map?.[header] ?? field ?? '']),
  )
  const ofFile = <V>(said: { [header: string]: V } = {}) =>
    Object.fromEntries(Object.entries(said).filter(([header]) => header in map))
  return {
    map,
    values: ofFile(old?.values),
    formats: ofFile(old?.formats),
    mode: old?.mode ?? 'create',
    key: old?.key ?? [],
    clear: old?.clear ?? false,
  }
}

/** How many columns of a file a profile gives a field. */
export function fitOf(inspection: Inspection, profile: ImportOptions): number {
  return inspection.columns.filter(({ header }) => profile.map?.[header]).length
}

/** The plan in another mode: to create, no column tells which record a row means. */
export function inMode(entity: Entity, plan: Plan, mode: Plan['mode']): Plan {
  if (mode !== 'create') return { ...plan, mode }
  const kept = (path: string) => {
    const field = fieldOf(entity, path)
    return field && !importable(field) ? '' : path
  }
  const map = Object.fromEntries(Object.entries(plan.map).map(([header, path]) => [header, kept(path)]))
  return { ...plan, mode, map, key: [] }
}

/** What the server is told. */
export function orderOf(file: string, reading: Reading, plan: Plan): ImportOrder {
  const { map, values, formats, mode, key, clear } = plan
  const finds = mode !== 'create'
  return {
    file,
    ...reading,
    map,
    values,
    formats,
    mode,
    ...(finds && { key }),
    ...(finds && clear && { clear }),
  }
}

/** How sure a suggestion is. */
export function confidenceOf(column: ImportColumn, path: string): 'sure' | 'likely' | 'chosen' | 'none' {
  if (path === '') return 'none'
  if (column.field !== path || column.why === 'map') return 'chosen'
  return column.why === 'former' ? 'likely' : 'sure'
}

/** Fields that must be filled and that no column fills. */
export function missingFields(entity: Entity, plan: Plan): Field[] {
  if (plan.mode === 'update') return []
  const filled = new Set(Object.values(plan.map).map((path) => path.split('.')[0]))
  return entity.fields.filter(
    (field) =>
      field.required &&
      importable(field) &&
      !field.defaulted &&
      field.default === undefined &&
      !filled.has(field.name),
  )
}

/** Fields that two columns fill. */
export function doubled(plan: Plan): string[] {
  const paths = Object.values(plan.map).filter(Boolean)
  return [...new Set(paths.filter((path, at) => paths.indexOf(path) !== at))]
}

/** Texts of a column that mean no option, and that nothing is said of. */
export function unknownValues(
  values: readonly ImportValue[],
  said: { [text: string]: string } = {},
): string[] {
  return values.filter(({ text, value }) => !value && said[text] === undefined).map(({ text }) => text)
}

/** What records may be found by: fields that columns fill, the unique ones first. */
export function keysOf(entity: Entity, inspection: Inspection, plan: Plan): string[][] {
  const filled = Object.values(plan.map).filter((path) => path !== '' && !path.includes('.'))
  const unique = inspection.keys.filter((key) => key.every((name) => filled.includes(name)))
  const known = new Set(unique.map((key) => key.join()))
  const single = filled
    .filter((name) => named.includes(fieldOf(entity, name)?.type ?? ''))
    .filter((name, at, all) => all.indexOf(name) === at && !known.has(name))
    .map((name) => [name])
  return [...unique, ...single]
}
