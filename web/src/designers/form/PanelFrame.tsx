import type { ReactNode } from 'react'
import { PanelHead } from '../core/PanelHead.tsx'
import { useWords } from '../core/useBench.ts'
import { useFormDesign } from './design.ts'

interface PanelFrameProps {
  title: string
  about?: string
  children: ReactNode
}

/** The head of a panel and its properties, with the way back to those of the form. */
export function PanelFrame({ title, about, children }: PanelFrameProps) {
  const { t } = useWords()
  const { selected, select } = useFormDesign()
  const back =
    selected.kind === 'form'
      ? undefined
      : { label: t('design.form.toForm'), go: () => select({ kind: 'form' }) }
  return (
    <>
      <PanelHead title={title} about={about} back={back} />
      <div className="b-form-panel__body">{children}</div>
    </>
  )
}
