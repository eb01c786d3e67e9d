import type { AccessChange, ExampleRecord } from '@mortise/sdk'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { EyeOff, ShieldPlus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Skeleton } from '@/components/Notice.tsx'
import { client } from '@/lib/api/client.ts'
import { type Doc, keyOf } from './document.ts'
import { titleIn } from './title.ts'
import { useBench, useStudio } from './useBench.ts'
import { useSavedTick } from './useSavedTick.ts'

/**
 * What publishing changes in who sees and does what: counted on the records that there are, with examples.
 * With an entity, only of its records, and anew whenever something was saved.
 */
export function AccessEffects({ entity }: { entity?: string }) {
  const { t } = useTranslation()
  const { draft, saver } = useStudio()
  const tick = useSavedTick()
  const effects = useQuery({
    queryKey: ['design', 'whatif', draft, entity, entity === undefined ? 0 : tick],
    queryFn: async ({ signal }) => {
      await saver.flush()
      const entities = entity === undefined ? undefined : [entity]
      return client.design.whatIf({ draft, entities, time_limit_ms: entity ? 3000 : 8000 }, signal)
    },
    placeholderData: entity === undefined ? undefined : keepPreviousData,
    retry: false,
    gcTime: 0,
    refetchOnWindowFocus: false,
  })
  const roles = effects.data?.roles ?? []
  return (
    <section className="b-part">
      <h3>{t('design.frame.access')}</h3>
      {effects.isPending && (
        <div role="status" aria-label={t('design.frame.counting')}>
          <Skeleton width={300} height={14} />
        </div>
      )}
      {effects.isError && <p className="b-error">{effects.error.message}</p>}
      {effects.data && roles.length === 0 && <p className="b-pop-text">{t('design.frame.noAccess')}</p>}
      {effects.data?.partial && <p className="b-slow">{t('design.frame.partial')}</p>}
      {roles.map((role) => (
        <div key={role.name} className="b-effect">
          <strong>{t('design.frame.role', { title: role.title, count: role.holders })}</strong>
          <PermissionWords gained={role.permissions.gained} lost={role.permissions.lost} />
          {role.entities.map((entity) => (
            <EntityEffects key={entity.name} change={entity} />
          ))}
        </div>
      ))}
    </section>
  )
}

function PermissionWords({ gained, lost }: { gained: readonly string[]; lost: readonly string[] }) {
  const { t } = useTranslation()
  const said = (names: readonly string[]) =>
    names.map((name) => t(`design.core.permission.${name}`)).join(', ')
  return (
    <>
      {gained.length > 0 && <Line gain text={t('design.frame.gainsPermissions', { names: said(gained) })} />}
      {lost.length > 0 && <Line text={t('design.frame.losesPermissions', { names: said(lost) })} />}
    </>
  )
}

function Line({ text, gain, examples = [] }: { text: string; gain?: boolean; examples?: ExampleRecord[] }) {
  const { t } = useTranslation()
  return (
    <p className="b-effect__line" data-loss={gain ? undefined : true}>
      {gain ? <ShieldPlus size={14} aria-hidden="true" /> : <EyeOff size={14} aria-hidden="true" />}
      <span>
        {text}
        {examples.length > 0 && (
          <span className="b-effect__examples">
            {t('design.frame.suchAs', { names: examples.map(({ label }) => label).join(', ') })}
          </span>
        )}
      </span>
    </p>
  )
}

function EntityEffects({ change }: { change: AccessChange }) {
  const { t, i18n } = useTranslation()
  const { documents } = useBench()
  const properties = documents.get(keyOf('entity', change.name))?.properties as
    | { [name: string]: Doc }
    | undefined
  const field = (name: string) => titleIn(properties?.[name]?.title, i18n.language) || name
  const action = (name: string) => t(`design.core.action.${name}`, { defaultValue: name })
  const entity = change.title
  return (
    <>
      {change.visible && (
        <Line
          gain={change.visible === 'gained'}
          text={t(`design.frame.entity.${change.visible}`, { entity })}
        />
      )}
      {change.actions.gained.length > 0 && (
        <Line
          gain
          text={t('design.frame.gainsActions', {
            entity,
            names: change.actions.gained.map(action).join(', '),
          })}
        />
      )}
      {change.actions.lost.length > 0 && (
        <Line
          text={t('design.frame.losesActions', { entity, names: change.actions.lost.map(action).join(', ') })}
        />
      )}
      {change.records.map((counted) => (
        <Counted key={counted.action} entity={entity} counted={counted} action={action(counted.action)} />
      ))}
      {change.fields.map(({ name, before, after }) => (
        <Line
          key={name}
          gain={rank(after) > rank(before)}
          text={t('design.frame.field', {
            entity,
            field: field(name),
            before: t(`design.core.shown.${before || 'hidden'}`),
            after: t(`design.core.shown.${after || 'hidden'}`),
          })}
        />
      ))}
      {change.cells.map(({ field: name, gained, lost }) => (
        <div key={name}>
          {lost > 0 && (
            <Line text={t('design.frame.cellsLost', { entity, field: field(name), count: lost })} />
          )}
          {gained > 0 && (
            <Line gain text={t('design.frame.cellsGained', { entity, field: field(name), count: gained })} />
          )}
        </div>
      ))}
    </>
  )
}

const ranks = ['hidden', 'masked', 'partly', 'read', 'write']
const rank = (shown: string) => ranks.indexOf(shown)

interface CountedProps {
  entity: string
  action: string
  counted: AccessChange['records'][number]
}

function Counted({ entity, action, counted }: CountedProps) {
  const { t } = useTranslation()
  return (
    <>
      {counted.lost > 0 && (
        <Line
          text={t('design.frame.recordsLost', { entity, action, count: counted.lost })}
          examples={counted.lost_examples}
        />
      )}
      {counted.gained > 0 && (
        <Line
          gain
          text={t('design.frame.recordsGained', { entity, action, count: counted.gained })}
          examples={counted.gained_examples}
        />
      )}
    </>
  )
}
