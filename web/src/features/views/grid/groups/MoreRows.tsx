import { useEffect } from 'react'
import { Skeleton } from '@/components/Notice.tsx'

/** The line under a group's rows: once it is in sight, the next ones are fetched. */
export function MoreRows({ onSeen }: { onSeen: () => void }) {
  useEffect(onSeen)
  return (
    <div className="v-group-more">
      <Skeleton width="180px" height={12} />
    </div>
  )
}
