import type { BulkPreview, BulkRequest, Entity } from '@mortise/sdk'
import { useQueries, useQuery } from '@tanstack/react-query'
import { CircleCheck, CircleSlash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Skeleton } from '@/components/Notice.tsx'
import { client } from '@/lib/api/client.ts'
import { useDescription } from '@/lib/api/get-description.ts'
import { recordLabel, relatedLabel, requestFields } from '@/lib/definition.ts'
import { formatNumber } from '@/lib/format.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import { quoted } from '../boards/scope.ts'
import { type Refusal, refusalsOf } from './bulk-request.ts'

/** Names of refused records that are said. */
const named = 3

/** What a bulk action would come to: nothing is asked while the request is not complete. */
export function useDryRun(entity: Entity, request: BulkRequest | undefined) {
  return useQuery({
    queryKey: ['bulk', entity.name, request],
    queryFn: ({ signal }) => client.previewBulk(entity.name, request as BulkRequest, signal),
    enabled: request !== undefined,
    gcTime: 0,
    retry: false,
  })
}

interface DryRunProps {
  entity: Entity
  action: string
  archived: boolean
  preview: ReturnType<typeof useDryRun>
}

/** To how many records something will be done, to how many not, why, and whom to ask. */
export function DryRun({ entity, action, archived, preview }: DryRunProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { data, error, isFetching } = preview
  const number = (count: number) => formatNumber(count, language)
  const text = () => {
    if (!data) return error?.message ?? (isFetching ? t('bulk.checking') : '')
    if (data.records === 0) return t('bulk.none')
    const whole = data.tried >= data.records
    const counts = { tried: number(data.tried), refused: number(data.refused) }
    if (data.refused === 0)
      return t(whole ? 'bulk.allOf' : 'bulk.allTried', {
        ...counts,
        count: data.records,
        number: number(data.records),
      })
    return t(whole ? 'bulk.someOf' : 'bulk.someTried', {
      ...counts,
      count: data.records - data.refused,
      number: number(data.records - data.refused),
    })
  }
  const good = data && data.records > 0 && data.refused === 0
  return (
    <div
      className="v-dry"
      data-good={good || undefined}
      data-idle={(!data && !error && !isFetching) || undefined}
    >
      <p role="status">
        {good && <CircleCheck size={15} aria-hidden="true" />}
        {text()}
      </p>
      {data && data.refused > 0 && (
        <Refusals entity={entity} action={action} archived={archived} preview={data} />
      )}
    </div>
  )
}

/** Why records are refused, which ones, and who can help. */
function Refusals({
  entity,
  action,
  archived,
  preview,
}: Omit<DryRunProps, 'preview'> & { preview: BulkPreview }) {
  const { t } = useTranslation()
  const list = new Intl.ListFormat(useLanguage(), { type: 'conjunction' })
  const description = useDescription().data
  const refusals = refusalsOf(entity, preview.problems)
  const ids = preview.problems.map(({ id }) => id)
  const known = useQuery({
    queryKey: ['records', entity.name, 'refused', ids, archived],
    queryFn: async ({ signal }) => {
      const names = [entity.label, ...(entity.owner ? [entity.owner] : [])]
      const fields = description ? requestFields(description, entity, names) : names
      const filter = `id in [${ids.map(quoted).join(', ')}]`
      const scope = archived ? ('only' as const) : undefined
      return (await client.list(entity.name, { fields, filter, archived: scope, limit: ids.length }, signal))
        .data
    },
  })
  const reasons = useReasons(entity, action, refusals)
  if (known.isPending || reasons === undefined) return <Skeleton width="100%" height={44} />
  const records = new Map(known.data?.map((record) => [record.id, record]))
  const owners = [...records.values()].flatMap(
    (record) => (entity.owner && relatedLabel(record[entity.owner])) || [],
  )
  const ask = [...new Set(owners)].slice(0, named)
  return (
    <>
      <ul className="v-dry__list">
        {refusals.map((refusal, at) => {
          const names = refusal.ids.flatMap((id) => {
            const record = records.get(id)
            return record ? [recordLabel(entity, record)] : []
          })
          const more = refusal.ids.length - Math.min(names.length, named)
          const shown = names.slice(0, named)
          return (
            <li key={refusal.why}>
              <CircleSlash2 size={15} aria-hidden="true" />
              <div>
                <span>{reasons[at] ?? refusal.why}</span>
                <span className="v-dry__names">
                  {list.format(more > 0 ? [...shown, t('bulk.others', { count: more })] : shown)}
                </span>
              </div>
            </li>
          )
        })}
      </ul>
      <p>{ask.length > 0 ? t('actions.askWho', { owner: list.format(ask) }) : t('actions.askAdmin')}</p>
    </>
  )
}

/** Of refusals by the rules of access, what they ask for, in words. */
function useReasons(entity: Entity, action: string, refusals: Refusal[]): (string | undefined)[] | undefined {
  return useQueries({
    queries: refusals.map(({ code, ids }) => ({
      queryKey: ['record', entity.name, ids[0], 'explain', action],
      enabled: code === 'action_not_granted',
      retry: false,
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        client.rights.explain({ entity: entity.name, id: ids[0] ?? '', action }, signal),
    })),
    combine: (answers) => {
      if (answers.some((answer) => answer.isLoading)) return undefined
      return answers.map(({ data }) => (data && !data.allowed ? data.text : undefined))
    },
  })
}
