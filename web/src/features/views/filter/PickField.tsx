import type { Entity } from '@mortise/sdk'
import { type ComponentProps, lazy, Suspense } from 'react'
import { Skeleton } from '@/components/Notice.tsx'
import { Popover } from '@/components/Popover.tsx'
import { type Condition, conditionOn } from './filter.ts'

const FieldPicker = lazy(() => import('./FieldPicker.tsx'))

interface PickFieldProps extends Pick<ComponentProps<typeof Popover>, 'label' | 'trigger'> {
  entity: Entity
  onAdd: (condition: Condition) => void
}

/** Opens the fields of an entity, one of which is found by typing: a condition begins with it. */
export function PickField({ entity, onAdd, ...opener }: PickFieldProps) {
  return (
    <Popover width={280} {...opener}>
      {(close) => (
        <Suspense fallback={<Skeleton width="100%" height={120} />}>
          <FieldPicker
            entity={entity}
            onPick={({ condition, field }) => {
              close()
              onAdd(conditionOn(condition, field))
            }}
          />
        </Suspense>
      )}
    </Popover>
  )
}
