import { lazy, Suspense } from 'react'
import { useMe } from '@/lib/api/get-me.ts'
import { usePreview } from '@/lib/preview.ts'
import { useTour } from '@/lib/tour.ts'

// Most people never take it: nothing of it is loaded before.
const Tour = lazy(async () => {
  const { loadDesignTexts } = await import('@/designers/texts.ts')
  await loadDesignTexts('core', 'entity', 'tour')
  return import('@/designers/tour/Tour.tsx')
})

/** The tour through the designers, while it is taken: it goes on from page to page. */
export function TourHost() {
  const running = useTour()?.state === 'running'
  const preview = usePreview()
  const may = useMe().data?.permissions.includes('design') ?? false
  if (!running || preview || !may) return null
  return (
    <Suspense>
      <Tour />
    </Suspense>
  )
}
