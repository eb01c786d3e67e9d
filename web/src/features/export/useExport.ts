import type { Entity, ExportRequest, Job } from '@mortise/sdk'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { client } from '@/lib/api/client.ts'
import { useDescription } from '@/lib/api/get-description.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import { noteJob, useJob } from '@/lib/jobs.ts'
import { exportable } from './fields.ts'

export const formats = ['csv', 'xlsx', 'pdf'] as const
export type Format = (typeof formats)[number]

/** Between the last change and the preview of it, in milliseconds. */
const settle = 300

/** What is chosen for a file, how it would look, and the job that makes it. */
export function useExport(entity: Entity, asked: ExportRequest) {
  const language = useLanguage()
  const all = exportable(entity, useDescription().data)
  const [format, setFormat] = useState<Format>('xlsx')
  const [header, setHeader] = useState<'titles' | 'names'>('titles')
  const [bom, setBom] = useState(true)
  const [fields, setFields] = useState<string[]>(() => {
    const known = new Set(all.map(({ name }) => name))
    const given = (asked.fields ?? []).filter((name) => known.has(name))
    return given.length > 0 ? given : all.filter(({ name }) => !name.includes('.')).map(({ name }) => name)
  })
  const csv = format === 'csv'
  const request: ExportRequest = {
    ...asked,
    format,
    fields,
    header: csv ? header : 'titles',
    ...(csv && { bom }),
  }
  const shown = useSettled(fields)
  const preview = useQuery({
    queryKey: ['export', language, entity.name, asked, shown],
    queryFn: ({ signal }) => client.export.preview(entity.name, { ...asked, fields: shown }, signal),
    enabled: shown.length > 0,
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 0,
  })
  const start = useMutation({ mutationFn: () => client.export.job(entity.name, request), onSuccess: noteJob })
  const job: Job | undefined = useJob(start.data?.id) ?? start.data
  return {
    all,
    format,
    setFormat,
    header,
    setHeader,
    bom,
    setBom,
    fields,
    setFields,
    preview,
    start,
    job,
  }
}

export type ExportModel = ReturnType<typeof useExport>

/** A value once it has not changed for a moment. */
function useSettled<Value>(value: Value): Value {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), settle)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}
