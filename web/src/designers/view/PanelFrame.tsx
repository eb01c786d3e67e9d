import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from '@/components/Button.tsx'
import { useWords } from '../core/useBench.ts'
import { useViewDesign } from './design.ts'

interface PanelFrameProps {
  title: string
  /** Said below the title. */
  about?: string
  children: ReactNode
}

/** The head of a panel and its properties, with the way back to those of the view. */
export function PanelFrame({ title, about, children }: PanelFrameProps) {
  const { t } = useWords()
  const { selected, select } = useViewDesign()
  return (
    <>
      <header className="b-view-panel__head">
        {selected.kind !== 'view' && (
          <IconButton
            label={t('design.view.toView')}
            icon={<ArrowLeft size={15} />}
            onClick={() => select({ kind: 'view' })}
          />
        )}
        <div>
          <h2 className="truncate">{title}</h2>
          {about && <p>{about}</p>}
        </div>
      </header>
      <div className="b-view-panel__body">{children}</div>
    </>
  )
}
