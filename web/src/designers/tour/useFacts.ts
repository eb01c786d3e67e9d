import { type MutationState, useMutationState, useQuery } from '@tanstack/react-query'
import { useLocation } from '@tanstack/react-router'
import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { useTopModal } from '@/components/modal.ts'
import { client } from '@/lib/api/client.ts'
import { useEntity } from '@/lib/api/get-description.ts'
import { useMe } from '@/lib/api/get-me.ts'
import type { Doc, Key } from '../core/document.ts'
import { useOpenStudio } from '../core/openStudio.ts'
import { type PreviewWindow, previewKey } from '../core/preview.ts'
import type { Facts } from './steps.ts'

const nothing: ReadonlyMap<Key, Doc> = new Map()
const silent = () => () => undefined

/** What is drawn, wherever one is; nothing outside of the designers. */
function useDocuments(): ReadonlyMap<Key, Doc> {
  const bench = useOpenStudio()?.bench
  return useSyncExternalStore(bench?.subscribe ?? silent, () => bench?.now().documents ?? nothing)
}

/** Through whose eyes the draft was looked at: roles by name, people by id, "" for oneself. */
function usePreviewed(): readonly string[] {
  return useMutationState({
    filters: { mutationKey: previewKey, status: 'success' },
    select: ({ state }: { state: MutationState }) => {
      const eyes = (state.variables as PreviewWindow | undefined)?.eyes
      return eyes?.role ?? eyes?.user ?? ''
    },
  })
}

/** The name of an entity that the address is about, where it is drawn and not published yet. */
export function useBegun(): string | undefined {
  const [root, area, name = ''] = useLocation().pathname.split('/').filter(Boolean)
  const documents = useDocuments()
  const published = useEntity(name) !== undefined
  return root === 'design' && area === 'e' && documents.has(`entity/${name}`) && !published ? name : undefined
}

const designs = ['fields', 'forms', 'views', 'access'] as const

function areaOf(path: string, entity: string | undefined): Facts['area'] {
  const [root, second, third, fourth] = path.split('/').filter(Boolean)
  if (root === 'design' && second === undefined) return 'home'
  if (root === 'design' && second === 'e' && third === entity)
    return designs.find((part) => part === fourth) ?? 'elsewhere'
  if (root !== 'e' || second !== entity) return 'elsewhere'
  if (third === undefined) return 'list'
  return third === 'new' ? 'create' : third === 'import' ? 'elsewhere' : 'record'
}

/** What the tour knows: it watches what is drawn, what is published and where one is. */
export function useFacts(entity: string | undefined): Facts {
  const { t } = useTranslation()
  const path = useLocation().pathname
  const me = useMe().data
  const area = areaOf(path, entity)
  const described = useEntity(entity)
  const published = described !== undefined
  const top = useTopModal()
  const records = useQuery({
    queryKey: ['records', entity, 'count', 'tour', path],
    enabled: published && entity !== undefined && area !== 'elsewhere',
    queryFn: async ({ signal }) => {
      const { data } = await client.list(entity ?? '', { fields: ['id'], limit: 1 }, signal)
      return data.length
    },
  })
  return {
    area,
    entity,
    title: described?.title,
    documents: useDocuments(),
    own: me?.roles ?? [],
    presets: ['first', 'second', 'last'].map((option) => t(`design.entity.option.${option}`)),
    hasViews: document.querySelector('.b-tabs a[href$="/views"]') !== null,
    mayPublish: me?.permissions.includes('publish') ?? false,
    publishing: top?.querySelector('[data-tour=publishing]') !== null && top !== undefined,
    published,
    previewed: usePreviewed(),
    records: records.data ?? 0,
  }
}
