import type { Entity, Inspection } from '@mortise/sdk'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { client } from '@/lib/api/client.ts'
import { fieldOf } from '@/lib/definition.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import { noteJob } from '@/lib/jobs.ts'
import { type Chosen, keepChosen, loadChosen } from './kept.ts'
import { orderOf, type Plan, planOf, type Reading } from './plan.ts'
import { type ImportSearch, type Step, stepOf } from './search.ts'

/** Where the import is, and what was chosen; kept in the address and for the session. */
export function useWizard(entity: Entity) {
  const search = useSearch({ strict: false }) as ImportSearch
  const navigate = useNavigate()
  const { file } = search
  const [draft, setDraft] = useState<Chosen & { file?: string }>(() => ({ ...loadChosen(file), file }))
  const own = draft.file === file ? draft : loadChosen(file)
  const keep = (next: Chosen) => {
    setDraft({ ...next, file })
    if (file) keepChosen(file, next)
  }
  const inspected = useInspection(entity, file, own)
  const plan = own.plan ?? (inspected.inspection && planOf(inspected.inspection))

  const go = (next: Partial<ImportSearch>) =>
    navigate({
      to: '/e/$entity/import',
      params: { entity: entity.name },
      search: (now: ImportSearch) => ({ ...now, ...next }),
    })
  const begin = useMutation({
    mutationFn: (dry: boolean) => {
      if (!file || !plan) throw new Error('no file')
      const order = orderOf(file, own.reading, plan)
      return dry ? client.imports.dryRun(entity.name, order) : client.imports.start(entity.name, order)
    },
    onSuccess: (job, dry) => {
      noteJob(job)
      void go(dry ? { check: job.id, step: 'check' } : { run: job.id, step: undefined })
    },
  })
  return {
    search,
    step: stepOf(search),
    ...inspected,
    reading: own.reading,
    plan,
    setReading: (next: Reading) => keep({ reading: { ...own.reading, ...next } }),
    setPlan: (next: Plan) => keep({ reading: own.reading, plan: next }),
    uploaded: (id: string, name: string) =>
      go({ file: id, name, step: 'read', check: undefined, run: undefined }),
    goTo: (step: Step) => go(step === 'upload' ? { file: undefined, name: undefined, step } : { step }),
    check: () => begin.mutate(true),
    start: () => begin.mutate(false),
    anew: () => go({ file: undefined, name: undefined, step: undefined, check: undefined, run: undefined }),
    busy: begin.isPending,
    problem: begin.error,
  }
}

export type Wizard = ReturnType<typeof useWizard>

/** What the server sees in the file; texts of columns that were given a field of options, too. */
function useInspection(entity: Entity, file: string | undefined, { reading, plan }: Chosen) {
  const language = useLanguage()
  const first = useQuery({
    queryKey: ['inspect', language, entity.name, file, reading],
    queryFn: ({ signal }) => client.imports.inspect(entity.name, { file: file ?? '', ...reading }, signal),
    enabled: file !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    placeholderData: (old: Inspection | undefined, query) => (query?.queryKey[3] === file ? old : undefined),
  })
  const guessed = new Map(first.data?.columns.map((column) => [column.header, column.field]))
  const chosen = Object.entries(plan?.map ?? {}).filter(
    ([header, path]) => guessed.get(header) !== path && (fieldOf(entity, path)?.options?.length ?? 0) > 0,
  )
  const second = useQuery({
    queryKey: ['inspect', language, entity.name, file, reading, chosen],
    queryFn: ({ signal }) => {
      const order = { file: file ?? '', ...reading, map: Object.fromEntries(chosen) }
      return client.imports.inspect(entity.name, order, signal)
    },
    enabled: file !== undefined && chosen.length > 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  const more = chosen.length > 0 ? second.data : undefined
  const valuesOf = (header: string) =>
    [...(more?.columns ?? []), ...(first.data?.columns ?? [])].find(
      (column) => column.header === header && column.values,
    )?.values ?? []
  return {
    inspection: first.data,
    inspecting: first.isFetching,
    refused: first.error,
    valuesOf,
  }
}
