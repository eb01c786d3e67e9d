import { Invalid, type Page } from '@mortise/sdk'
import { useQuery } from '@tanstack/react-query'
import { client } from '@/lib/api/client.ts'
import { useDescription } from '@/lib/api/get-description.ts'
import { requestFields } from '@/lib/definition.ts'
import { useSettled } from '@/lib/useSettled.ts'
import { type Doc, textAt } from '../core/document.ts'
import { columnNames, ordersOf } from './commands.ts'
import { useViewDesign } from './design.ts'
import { kindOf, membersOf, type ViewKind } from './kinds.ts'

/** So many records are drawn of each kind. */
const most: { readonly [kind in ViewKind]: number } = {
  table: 8,
  kanban: 40,
  calendar: 60,
  tree: 30,
  gallery: 8,
}

/** The records with which a view is drawn. */
export interface Drawn {
  rows: Page['data']
  /** The filter of the records; undefined when all are drawn, be it that the filter cannot be asked. */
  filter: string | undefined
  /** The filter cannot be asked of what is published. */
  unfiltered: boolean
}

/** The fields that a view names beside its columns. */
function namedBy(view: Doc): string[] {
  return membersOf[kindOf(view)].map((member) => textAt(view, member)).filter((name) => name !== '')
}

/** Whether the designer may read the records of the entity as it is published. */
export function useReadable(): boolean {
  return useViewDesign().published?.actions.includes('read') === true
}

/** The first records of the view, of those that the designer may read. */
export function useRecords(colored: readonly string[]) {
  const { published, view } = useViewDesign()
  const readable = useReadable()
  const description = useDescription().data
  const filter = useSettled(textAt(view, 'filter'), 600)
  const known = new Map((published?.fields ?? []).map((field) => [field.name, field]))
  const wanted = [published?.label ?? '', ...columnNames(view), ...namedBy(view), ...colored]
  const fields = published && description ? requestFields(description, published, wanted) : []
  const own = ordersOf(view)
    .filter(({ field }) => known.has(field) && known.get(field)?.sortable !== false)
    .map(({ field, descending }) => (descending ? `-${field}` : field))
  const sort = own.length > 0 ? own : known.has('created_at') ? ['-created_at'] : []
  const limit = most[kindOf(view)]
  return useQuery({
    queryKey: ['records', published?.name, 'design', { fields, filter, sort, limit }],
    enabled: readable && fields.length > 0,
    queryFn: async ({ signal }): Promise<Drawn> => {
      const ask = (one: string | undefined) =>
        client.list(published?.name ?? '', { fields, filter: one, sort, limit }, signal)
      try {
        const { data } = await ask(filter || undefined)
        return { rows: data, filter: filter || undefined, unfiltered: false }
      } catch (error) {
        if (!(error instanceof Invalid) || filter === '') throw error
        return { rows: (await ask(undefined)).data, filter: undefined, unfiltered: true }
      }
    },
    placeholderData: (before) => before,
    retry: false,
  })
}
