import type { Entity, ImportProfile } from '@mortise/sdk'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { client } from '@/lib/api/client.ts'

/** How the user has imported files of this entity, and what he does with that. */
export function useProfiles(entity: Entity) {
  const queries = useQueryClient()
  const queryKey = ['import-profiles', entity.name]
  const kept = useQuery({
    queryKey,
    queryFn: ({ signal }) => client.imports.profiles(entity.name, signal),
    staleTime: 0,
  })
  const change = (next: (list: ImportProfile[]) => ImportProfile[]) =>
    queries.setQueryData<ImportProfile[]>(queryKey, (list) => list && next(list))
  const rename = useMutation({
    mutationFn: ({ id, name }: { id: string; name: string }) => client.imports.nameProfile(id, name),
    onSuccess: (named) => change((list) => list.map((one) => (one.id === named.id ? named : one))),
  })
  const forget = useMutation({
    mutationFn: (id: string) => client.imports.forgetProfile(id),
    onSuccess: (_, id) => change((list) => list.filter((one) => one.id !== id)),
  })
  return { kept, rename, forget }
}

/** What a profile is called: its name, else the headers of its files. */
export function titleOf(profile: ImportProfile, comma: string): string {
  return profile.name || profile.columns.join(comma)
}
