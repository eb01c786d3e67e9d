import type { ReactNode } from 'react'
import { PanelHead } from '../core/PanelHead.tsx'
import { useWords } from '../core/useBench.ts'
import { useViewDesign } from './design.ts'

interface PanelFrameProps {
  title: string
  about?: string
  children: ReactNode
}

/** The head of a panel and its properties, with the way back to those of the view. */
export function PanelFrame({ title, about, children }: PanelFrameProps) {
  const { t } = useWords()
  const { selected, select } = useViewDesign()
  const back =
    selected.kind === 'view'
      ? undefined
      : { label: t('design.view.toView'), go: () => select({ kind: 'view' }) }
  return (
    <>
      <PanelHead title={title} about={about} back={back} />
      <div className="b-view-panel__body">{children}</div>
    </>
  )
}
