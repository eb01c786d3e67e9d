import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from '@/components/Button.tsx'
import { useWords } from '../core/useBench.ts'
import { useFormDesign } from './design.ts'

interface PanelFrameProps {
  title: string
  /** Said below the title. */
  about?: string
  children: ReactNode
}

/** The head of a panel and its properties, with the way back to those of the form. */
export function PanelFrame({ title, about, children }: PanelFrameProps) {
  const { t } = useWords()
  const { selected, select } = useFormDesign()
  return (
    <>
      <header className="b-form-panel__head">
        {selected.kind !== 'form' && (
          <IconButton
            label={t('design.form.toForm')}
            icon={<ArrowLeft size={15} />}
            onClick={() => select({ kind: 'form' })}
          />
        )}
        <div>
          <h2 className="truncate">{title}</h2>
          {about && <p>{about}</p>}
        </div>
      </header>
      <div className="b-form-panel__body">{children}</div>
    </>
  )
}
