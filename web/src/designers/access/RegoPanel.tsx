import { type DraftPolicies, NotFound } from '@mortise/sdk'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { Skeleton } from '@/components/Notice.tsx'
import { client } from '@/lib/api/client.ts'
import { type Key, kindOf } from '../core/document.ts'
import { useStudio, useWords } from '../core/useBench.ts'
import { useSavedTick } from '../core/useSavedTick.ts'
import { partsOf } from './rules/rego.ts'

const RegoCode = lazy(() => import('../core/code/RegoCode.tsx'))

/** The policy that the saved draft makes of an entity; null where the server does not tell. */
function usePolicies(entity: string) {
  const { draft, saver } = useStudio()
  const tick = useSavedTick()
  return useQuery({
    queryKey: ['design', 'policies', draft, entity, tick],
    queryFn: async ({ signal }): Promise<DraftPolicies | null> => {
      await saver.flush()
      try {
        return await client.design.policies(entity, { draft }, signal)
      } catch (error) {
        if (error instanceof NotFound) return null
        throw error
      }
    },
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
  })
}

/** The Rego that rules become: all of an entity, or that of one rule. Nobody edits it. */
export function RegoPanel({ entity, rule }: { entity: string; rule?: Key }) {
  const { t } = useWords()
  const policies = usePolicies(entity)
  if (policies.isPending) return <Skeleton width={220} height={14} />
  if (policies.isError) return <p className="b-prop__problem">{policies.error.message}</p>
  if (!policies.data) return <p className="b-prop__hint">{t('design.access.rego.untold')}</p>
  const { module, rules, custom } = policies.data
  const parts = partsOf(module, rules).filter(({ key }) => rule === undefined || key === rule)
  if (rule) {
    const [own] = parts
    if (!own) return <p className="b-prop__hint">{t('design.access.rego.none')}</p>
    return <RegoText title={t('design.access.rego.title')} text={own.text} />
  }
  return (
    <div className="b-access-rego">
      <p className="b-prop__hint">{t('design.access.rego.lead')}</p>
      {parts.map(({ key, title, text }) => (
        <Module
          key={key}
          title={t('design.access.rego.rule', { kind: t(`design.core.kind.${kindOf(key)}`), title })}
          text={text}
        />
      ))}
      {custom.map(({ name, module: text }) => (
        <Module key={name} title={t('design.access.rego.custom', { name })} text={text} />
      ))}
    </div>
  )
}

function Module({ title, text }: { title: string; text: string }) {
  return (
    <details className="b-access-rego__rule">
      <summary>{title}</summary>
      <RegoText title={title} text={text} />
    </details>
  )
}

function RegoText({ title, text }: { title: string; text: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keys
    <section className="b-access-rego__text" tabIndex={0} aria-label={title}>
      <pre>
        <Suspense fallback={text}>
          <RegoCode text={text} />
        </Suspense>
      </pre>
    </section>
  )
}
