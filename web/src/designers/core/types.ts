import schema from '../../../../engine/definition/schemas/entity.json'

const defs = schema.$defs as unknown as { [name: string]: { properties?: { [member: string]: unknown } } }

/** Whether fields of a type can say something, by the published schema of entities. */
export function knows(type: string, member: string): boolean {
  const own = defs[type.startsWith('x_') ? 'extensionField' : `${type}Field`]
  return own?.properties !== undefined && member in own.properties
}

/** The types of fields in the groups in which they are offered; those that are needed most come first. */
export const typeGroups = [
  {
    id: 'common',
    types: [
      'text',
      'longtext',
      'integer',
      'number',
      'money',
      'date',
      'datetime',
      'boolean',
      'choice',
      'user',
    ],
  },
  { id: 'contact', types: ['phone', 'email', 'url', 'location', 'idcard'] },
  { id: 'related', types: ['relation', 'relations', 'table', 'users', 'department', 'reference'] },
  { id: 'computed', types: ['formula', 'rollup', 'lookup', 'autonumber'] },
  { id: 'files', types: ['file', 'files', 'image', 'signature'] },
  {
    id: 'more',
    types: [
      'choices',
      'tags',
      'percent',
      'time',
      'duration',
      'rating',
      'color',
      'richtext',
      'markdown',
      'json',
      'secret',
    ],
  },
] as const

/** Every type of field that can be drawn. */
export const fieldTypeNames: readonly string[] = typeGroups.flatMap(({ types }) => types)
