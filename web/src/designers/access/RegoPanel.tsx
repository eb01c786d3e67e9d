import { type DraftPolicies, NotFound } from '@mortise/sdk'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Skeleton } from '@/components/Notice.tsx'
import { client } from '@/lib/api/client.ts'
import { type Key, kindOf, nameOf } from '../core/document.ts'
import { useStudio, useWords } from '../core/useBench.ts'
import { useSavedTick } from '../core/useSavedTick.ts'

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
  const lines = module.split('\n')
  const shown = rule ? rules.filter((one) => one.kind === kindOf(rule) && one.name === nameOf(rule)) : rules
  if (shown.length === 0 && custom.length === 0)
    return <p className="b-prop__hint">{t('design.access.rego.none')}</p>
  return (
    <div className="b-access-rego">
      {rule === undefined && <p className="b-prop__hint">{t('design.access.rego.lead')}</p>}
      {shown.map((one) => {
        const text = lines.slice(one.line_from - 1, one.line_to).join('\n')
        const title = t('design.access.rego.rule', {
          kind: t(`design.core.kind.${one.kind}`),
          title: one.title || one.name,
        })
        return (
          <Module
            key={`${one.kind}/${one.name}/${one.line_from}`}
            title={title}
            text={text}
            open={rule !== undefined}
          />
        )
      })}
      {rule === undefined &&
        custom.map((one) => (
          <Module
            key={one.name}
            title={t('design.access.rego.custom', { name: one.name })}
            text={one.module}
          />
        ))}
    </div>
  )
}

function Module({ title, text, open }: { title: string; text: string; open?: boolean }) {
  return (
    <details className="b-access-rego__rule" open={open}>
      <summary>{title}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keys */}
      <section className="b-access-rego__text" tabIndex={0} aria-label={title}>
        <pre>{text}</pre>
      </section>
    </details>
  )
}
