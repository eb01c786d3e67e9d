import { ArrowUp } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import './arrived.css'

/** Says that there are records which are not shown yet, and shows them. */
export function Arrived({ count, onShow }: { count: number; onShow: () => void }) {
  const { t } = useTranslation()
  return (
    <div className="v-arrived" role="status">
      {count > 0 && (
        <button type="button" onClick={onShow}>
          <ArrowUp size={13} aria-hidden="true" />
          {t('list.arrived', { count })}
        </button>
      )}
    </div>
  )
}
