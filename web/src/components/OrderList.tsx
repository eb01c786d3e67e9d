import { ArrowDown, ArrowUp } from 'lucide-react'
import { IconButton } from './Button.tsx'
import { moved } from './moved.ts'
import './order-list.css'

/** One thing that can be placed and hidden. */
export interface Ordered {
  id: string
  title: string
  shown: boolean
}

interface OrderListProps {
  items: Ordered[]
  onChange: (items: Ordered[]) => void
  /** Names of the buttons. */
  up: (title: string) => string
  down: (title: string) => string
  label: string
}

/** A list whose items are hidden with a box and moved with buttons: it needs no pointer. */
export function OrderList({ items, onChange, up, down, label }: OrderListProps) {
  return (
    <ul className="m-order" aria-label={label}>
      {items.map((item, at) => (
        <li key={item.id} className="m-order__item">
          <label className="m-order__name">
            <input
              type="checkbox"
              className="m-order__box"
              checked={item.shown}
              onChange={() =>
                onChange(items.map((one) => (one.id === item.id ? { ...one, shown: !one.shown } : one)))
              }
            />
            <span className="truncate">{item.title}</span>
          </label>
          <IconButton
            label={up(item.title)}
            icon={<ArrowUp size={14} />}
            disabled={at === 0}
            onClick={() => onChange(moved(items, at, -1))}
          />
          <IconButton
            label={down(item.title)}
            icon={<ArrowDown size={14} />}
            disabled={at === items.length - 1}
            onClick={() => onChange(moved(items, at, 1))}
          />
        </li>
      ))}
    </ul>
  )
}
