import { ChevronsDownUp, EyeOff, GitBranch } from 'lucide-react'
import { useWords } from '../core/useBench.ts'
import { useFormDesign } from './design.ts'

interface MarksProps {
  /** The condition under which it is shown. */
  visible?: string
  /** It is shown in part to some. */
  masked?: boolean
  collapsed?: boolean
}

/** Says in small letters when something is shown, and to whom only in part. */
export function Marks({ visible, masked, collapsed }: MarksProps) {
  const { t } = useWords()
  if (!visible && !masked && !collapsed) return null
  return (
    <span className="b-form-marks">
      {collapsed && (
        <span>
          <ChevronsDownUp size={12} aria-hidden="true" />
          {t('design.form.mark.collapsed')}
        </span>
      )}
      {visible && <ShownWhen code={visible} />}
      {masked && (
        <span>
          <EyeOff size={12} aria-hidden="true" />
          {t('design.form.mark.masked')}
        </span>
      )}
    </span>
  )
}

function ShownWhen({ code }: { code: string }) {
  const { t } = useWords()
  const condition = useFormDesign().conditionWords(code) ?? code
  return (
    <span title={t('design.form.mark.when', { condition })}>
      <GitBranch size={12} aria-hidden="true" />
      <span className="sr-only">{t('design.form.mark.shownWhen')}</span>
      <span className="truncate">{condition}</span>
    </span>
  )
}
