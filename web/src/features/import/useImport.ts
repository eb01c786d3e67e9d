import { type Entity, type ImportResult, Problem } from '@mortise/sdk'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '@/lib/api/client.ts'
import { guessMap, readHeader } from './csv.ts'

const headerBytes = 64 * 1024

/** A file that was chosen, with its columns. */
interface Chosen {
  file: File
  headers: string[]
}

/** A larger file does not go in one request: it is uploaded, and imported in the background. */
const atOnce = 3 * 1024 * 1024

async function importLarge(
  entity: Entity,
  file: File,
  map: { [header: string]: string },
  onProgress: (rows: number) => void,
): Promise<ImportResult> {
  onProgress(0)
  const { id } = await client.upload(file, file.name)
  const started = await client.imports.start(entity.name, { file: id, map })
  const job = await client.jobs.wait<ImportResult>(started.id, (now) => onProgress(now.done))
  if (job.state !== 'done' || !job.result) throw new Problem(422, job.problem ?? { code: job.state })
  return job.result
}

/** Takes a CSV file, lets its columns be mapped, sends it. */
export function useImport(entity: Entity) {
  const queries = useQueryClient()
  const [chosen, setChosen] = useState<Chosen>()
  const [map, setMap] = useState<{ [header: string]: string }>({})
  const [progress, setProgress] = useState(0)
  const send = useMutation({
    mutationFn: (file: File) =>
      file.size <= atOnce
        ? client.importCsv(entity.name, file, map)
        : importLarge(entity, file, map, setProgress),
    onSettled: () => queries.invalidateQueries({ queryKey: ['records', entity.name] }),
  })
  return {
    chosen,
    map,
    choose: async (file: File) => {
      const headers = readHeader(await file.slice(0, headerBytes).text())
      setChosen({ file, headers })
      setMap(guessMap(entity, headers))
      send.reset()
    },
    setField: (header: string, field: string) =>
      setMap(({ [header]: _, ...rest }) => (field === '' ? rest : { ...rest, [header]: field })),
    start: () => chosen && send.mutate(chosen.file),
    busy: send.isPending,
    /** How many rows a large file has behind it. */
    progress: send.isPending ? progress : 0,
    problem: send.error?.message,
    result: send.data,
  }
}

export type ImportModel = ReturnType<typeof useImport>
