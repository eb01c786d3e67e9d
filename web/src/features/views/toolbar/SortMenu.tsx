import type { Entity } from '@mortise/sdk'
import { ArrowDown, ArrowDownAZ, ArrowUp, ArrowUpAZ, ArrowUpDown, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from '@/components/Button.tsx'
import { moved } from '@/components/moved.ts'
import { Popover } from '@/components/Popover.tsx'
import { mostOrders, type Order, ordersOf, sortOf } from '../sorting.ts'
import type { ListState } from '../useListState.ts'

/** Chooses what the list is sorted by, the first before the next. */
export function SortMenu({ entity, state }: { entity: Entity; state: ListState }) {
  const { t } = useTranslation()
  return (
    <Popover
      align="end"
      width={380}
      label={t('list.sort')}
      trigger={(props) => (
        <Button look="ghost" aria-label={t('list.sort')} icon={<ArrowUpDown size={14} />} {...props}>
          {t('list.sort')}
        </Button>
      )}
    >
      {() => <Orders entity={entity} state={state} />}
    </Popover>
  )
}

function Orders({ entity, state }: { entity: Entity; state: ListState }) {
  const { t } = useTranslation()
  const orders = ordersOf(state.sort)
  const set = (next: Order[]) => state.setSort(next.length > 0 ? sortOf(next) : undefined)
  const rest = entity.fields.filter(
    ({ name, sortable }) =>
      sortable !== false && name !== 'id' && !orders.some(({ field }) => field === name),
  )
  const titleOf = (name: string) => entity.fields.find((field) => field.name === name)?.title ?? name
  return (
    <div className="v-columns">
      <ol className="v-columns__list" aria-label={t('list.sort')}>
        {orders.map((order, at) => {
          const name = titleOf(order.field)
          const Way = order.descending ? ArrowUpAZ : ArrowDownAZ
          return (
            <li key={order.field} className="v-columns__item">
              <span className="v-columns__name">
                <span className="truncate">{name}</span>
              </span>
              <Button
                look="ghost"
                aria-label={t(order.descending ? 'sort.isDescending' : 'sort.isAscending', { name })}
                icon={<Way size={14} aria-hidden="true" />}
                onClick={() => set(orders.with(at, { ...order, descending: !order.descending }))}
              >
                {t(order.descending ? 'list.descending' : 'list.ascending')}
              </Button>
              <IconButton
                label={t('columns.up', { name })}
                icon={<ArrowUp size={14} />}
                disabled={at === 0}
                onClick={() => set(moved(orders, at, -1))}
              />
              <IconButton
                label={t('columns.down', { name })}
                icon={<ArrowDown size={14} />}
                disabled={at === orders.length - 1}
                onClick={() => set(moved(orders, at, 1))}
              />
              <IconButton
                label={t('sort.remove', { name })}
                icon={<X size={14} />}
                disabled={orders.length === 1 && !state.sorted}
                onClick={() => set(orders.toSpliced(at, 1))}
              />
            </li>
          )
        })}
      </ol>
      {rest.length > 0 && orders.length < mostOrders && (
        <select
          className="v-columns__search"
          aria-label={t('sort.add')}
          value=""
          onChange={(event) => set([...orders, { field: event.target.value, descending: false }])}
        >
          <option value="" disabled>
            {t('sort.add')}
          </option>
          {rest.map((field) => (
            <option key={field.name} value={field.name}>
              {field.title}
            </option>
          ))}
        </select>
      )}
      {state.sorted && (
        <Button look="ghost" onClick={() => state.setSort(undefined)}>
          {t('list.sortOfView')}
        </Button>
      )}
    </div>
  )
}
