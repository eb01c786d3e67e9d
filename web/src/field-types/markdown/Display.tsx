import { lazy, Suspense } from 'react'
import type { DisplayProps } from '../contract.ts'

const Markdown = lazy(() => import('./Markdown.tsx'))

export function Display({ value, place }: DisplayProps) {
  const text = String(value)
  if (place === 'list') return <span className="truncate">{text.replace(/^[#>*\s-]+/, '')}</span>
  return (
    <Suspense fallback={<span className="f-longtext">{text}</span>}>
      <Markdown text={text} />
    </Suspense>
  )
}
