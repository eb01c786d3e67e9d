import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from '@/components/Button.tsx'
import './panel-head.css'

interface PanelHeadProps {
  title: string
  /** Said below the title. */
  about?: string
  icon?: ReactNode
  /** The way back to what this is a part of. */
  back?: { label: string; go: () => void }
}

/** What the properties below are of. */
export function PanelHead({ title, about, icon, back }: PanelHeadProps) {
  return (
    <header className="b-panel-head">
      {back && <IconButton label={back.label} icon={<ArrowLeft size={15} />} onClick={back.go} />}
      {icon}
      <div>
        <h2 className="truncate">{title}</h2>
        {about && <p>{about}</p>}
      </div>
    </header>
  )
}
