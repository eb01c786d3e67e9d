import { ArrowDown, ArrowUp } from 'lucide-react'
import { IconButton } from '@/components/Button.tsx'
import { Select } from '@/lib/ant/Select.ts'
import { useWords } from '../core/useBench.ts'
import { mostSorted, ordersOf } from './commands.ts'
import { useViewDesign } from './design.ts'
import { ListRow } from './ListRow.tsx'

/** What the view is sorted by, the first before the next. */
export function SortProperty() {
  const { t } = useWords()
  const { entity, view, edits, titleOf } = useViewDesign()
  const orders = ordersOf(view)
  const titles = orders.map(({ field }) => titleOf(field))
  const used = new Set(orders.map(({ field }) => field))
  const rest = entity.fields.filter(({ name, sortable }) => sortable !== false && !used.has(name))
  const choices = rest.map(({ name, title }) => ({ value: name, label: title }))
  return (
    <section className="b-prop" data-member="sort" aria-label={t('design.view.prop.sort')}>
      <span className="b-prop__label">{t('design.view.prop.sort')}</span>
      <ol className="b-view-rows">
        {orders.map((order, at) => {
          const title = titleOf(order.field)
          const set = (next: Partial<typeof order>) => edits.setOrders(orders.with(at, { ...order, ...next }))
          return (
            <ListRow
              // biome-ignore lint/suspicious/noArrayIndexKey: the focus stays where the field is changed
              key={at}
              kind="sort"
              titles={titles}
              at={at}
              onMove={edits.moveOrder}
              onRemove={() => edits.setOrders(orders.toSpliced(at, 1))}
            >
              <Select
                value={order.field}
                aria-label={t('design.view.sortedBy', { at: at + 1 })}
                showSearch
                optionFilterProp="label"
                options={[{ value: order.field, label: title }, ...choices]}
                onChange={(field: string) => set({ field })}
              />
              <IconButton
                label={t(order.descending ? 'design.view.descending' : 'design.view.ascending', { title })}
                icon={order.descending ? <ArrowDown size={14} /> : <ArrowUp size={14} />}
                onClick={() => set({ descending: !order.descending })}
              />
            </ListRow>
          )
        })}
      </ol>
      {orders.length < mostSorted && choices.length > 0 && (
        <Select
          value={null}
          placeholder={t(orders.length === 0 ? 'design.view.addSort' : 'design.view.addSortThen')}
          aria-label={t('design.view.addSort')}
          showSearch
          optionFilterProp="label"
          options={choices}
          onChange={(field: string | null) =>
            field && edits.setOrders([...orders, { field, descending: false }])
          }
        />
      )}
    </section>
  )
}
