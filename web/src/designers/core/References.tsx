import type { DesignThing } from '@mortise/sdk'
import { useQuery } from '@tanstack/react-query'
import { Link, type LinkProps } from '@tanstack/react-router'
import { client } from '@/lib/api/client.ts'
import { type Key, type Kind, keyOf, textAt } from './document.ts'
import { placeOf } from './place.ts'
import { titleIn } from './title.ts'
import { useBench, useStudio, useWords } from './useBench.ts'

/** Everything that names a thing, as the draft is saved. */
export function useReferences(thing: DesignThing) {
  const { draft, saver } = useStudio()
  return useQuery({
    queryKey: ['design', 'references', draft, thing],
    queryFn: async ({ signal }) => {
      await saver.flush()
      return client.design.references(thing, { draft }, signal)
    },
    gcTime: 0,
    retry: false,
  })
}

/** What depends on a thing, by document, each a way to its place. Said before it is renamed or removed. */
export function References({ thing, except = [] }: { thing: DesignThing; except?: readonly Key[] }) {
  const { t, language } = useWords()
  const { documents } = useBench()
  const found = useReferences(thing)
  if (found.isPending) return <p className="b-prop__hint">{t('design.core.searching')}</p>
  const places = (found.data ?? []).filter(
    ({ kind, name }) =>
      !except.includes(keyOf(kind as Kind, name)) &&
      // What an entity says of itself is no reason to keep it.
      (thing.field !== undefined || kind !== thing.kind || name !== thing.name),
  )
  if (places.length === 0) return <p className="b-prop__hint">{t('design.core.noReferences')}</p>
  const byDocument = new Map<Key, typeof places>()
  for (const place of places) {
    const key = keyOf(place.kind as Kind, place.name)
    byDocument.set(key, [...(byDocument.get(key) ?? []), place])
  }
  return (
    <div className="b-references">
      <p>{t('design.core.references', { count: places.length })}</p>
      <ul>
        {[...byDocument].map(([key, list]) => {
          const doc = documents.get(key)
          const place = placeOf(key, list[0]?.pointer ?? '', textAt(doc, 'entity') || undefined)
          return (
            <li key={key}>
              <Link {...(place as LinkProps)}>
                {t(`design.core.kind.${list[0]?.kind}`)} {titleIn(doc?.title, language) || list[0]?.name}
              </Link>
              {list.length > 1 && ` × ${list.length}`}
            </li>
          )
        })}
      </ul>
    </div>
  )
}
