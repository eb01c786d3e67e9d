import type { Entity } from '@mortise/sdk'
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

/** Takes a CSV file, lets its columns be mapped, sends it. */
export function useImport(entity: Entity) {
  const queries = useQueryClient()
  const [chosen, setChosen] = useState<Chosen>()
  const [map, setMap] = useState<{ [header: string]: string }>({})
  const send = useMutation({
    mutationFn: (file: File) => client.importCsv(entity.name, file, map),
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
    problem: send.error?.message,
    result: send.data,
  }
}

export type ImportModel = ReturnType<typeof useImport>
