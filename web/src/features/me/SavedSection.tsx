import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Pin, PinOff, Table2, Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '@/components/Button.tsx'
import { EntityIcon } from '@/components/EntityIcon.tsx'
import { showToast } from '@/components/toast.ts'
import { client } from '@/lib/api/client.ts'
import { useDescription } from '@/lib/api/get-description.ts'
import { usePins } from '@/lib/api/pins.ts'
import { Block, Trouble } from './Block.tsx'

/** The lists that the user saved or pinned. */
export function SavedSection() {
  const { t } = useTranslation()
  const entities = useDescription().data?.entities ?? []
  const [pins, setPins] = usePins()
  const named = (name: unknown) => entities.find((entity) => entity.name === name)
  return (
    <>
      <Block title={t('home.pinned')}>
        {pins.length === 0 && <p className="e-text">{t('home.pinnedNone')}</p>}
        <ul className="e-list">
          {pins.map((pin) => (
            <li key={`${pin.entity}/${pin.view ?? ''}`} className="e-item">
              <Pin size={15} aria-hidden="true" />
              <Link
                className="e-item__text"
                to="/e/$entity"
                params={{ entity: pin.entity }}
                search={{ view: pin.view }}
              >
                {pin.title ?? named(pin.entity)?.plural ?? pin.entity}
              </Link>
              <IconButton
                label={t('home.unpin', { name: pin.title ?? pin.entity })}
                icon={<PinOff size={14} />}
                onClick={() => setPins(pins.filter((one) => one !== pin))}
              />
            </li>
          ))}
        </ul>
      </Block>
      {named('saved_view')?.actions.includes('read') && <SavedViews />}
    </>
  )
}

function SavedViews() {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const entities = useDescription().data?.entities ?? []
  const entity = entities.find(({ name }) => name === 'saved_view')
  const target = entity?.fields.find(({ name }) => name === 'entity')?.name
  const label = entity?.label || 'name'
  const key = ['records', 'saved_view', 'mine']
  const saved = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => {
      const fields = [label, ...(target ? [target] : [])]
      return (await client.list('saved_view', { filter: 'owner == me', fields, limit: 100 }, signal)).data
    },
  })
  const remove = useMutation({
    mutationFn: (id: string) => client.archive('saved_view', id),
    onSuccess: () => {
      queries.invalidateQueries({ queryKey: ['records', 'saved_view'] })
      queries.invalidateQueries({ queryKey: ['describe'] })
    },
    onError: (error) => showToast({ tone: 'error', text: error.message }),
  })
  return (
    <Block title={t('me.savedViews')} text={t('me.savedViewsText')}>
      <Trouble error={saved.error} />
      {saved.data?.length === 0 && <p className="e-text">{t('me.savedViewsNone')}</p>}
      <ul className="e-list">
        {saved.data?.map((one) => {
          const of = entities.find(({ name }) => target && name === one[target])
          return (
            <li key={one.id} className="e-item">
              {of ? <EntityIcon icon={of.icon} color={of.color} /> : <Table2 size={15} aria-hidden="true" />}
              <span className="e-item__text">
                {String(one[label] ?? '')}
                {of && <span>{of.plural || of.title}</span>}
              </span>
              {entity?.actions.includes('archive') && (
                <IconButton
                  label={t('me.removeNamed', { name: String(one[label] ?? '') })}
                  icon={<Trash2 size={14} />}
                  onClick={() => remove.mutate(one.id)}
                />
              )}
            </li>
          )
        })}
      </ul>
    </Block>
  )
}
