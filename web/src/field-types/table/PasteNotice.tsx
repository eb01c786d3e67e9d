import { X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '@/components/Button.tsx'
import type { LeftOut } from './paste.ts'

/** Says which cells a paste has left as they were, with their texts, so that nothing is lost. */
export function PasteNotice({ left, onClose }: { left: LeftOut[]; onClose: () => void }) {
  const { t } = useTranslation()
  const why = ({ reason, text, column }: LeftOut) => {
    const name = column?.title ?? ''
    switch (reason) {
      case 'fixed':
        return t('table.fixed', { name, text })
      case 'noPaste':
        return `${t('cell.noPaste', { name })} (${text})`
      case 'noRoom':
        return t('table.noRoom', { text })
      case 'noOption':
        return t('cell.noOption', { name, text })
      case 'tooLong':
        return t('cell.tooLong', { text, count: column?.maxLength })
      default:
        return t(`cell.${reason}`, { text })
    }
  }
  return (
    <div className="f-table__left" role="alert">
      <div>
        <strong>{t('table.leftOut', { count: left.length })}</strong>
        <ul>
          {left.map((one, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list is made once and stays as it is
            <li key={at}>
              {t('table.at', { at: one.row + 1 })} {why(one)}
            </li>
          ))}
        </ul>
      </div>
      <IconButton label={t('action.close')} icon={<X size={14} />} onClick={onClose} />
    </div>
  )
}
