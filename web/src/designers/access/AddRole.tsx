import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '../core/useBench.ts'

/** The last row: what is typed there becomes a role. */
export function AddRole({ onAdd }: { onAdd: (title: string) => void }) {
  const { t } = useWords()
  const [title, setTitle] = useState('')
  const add = () => {
    if (title.trim() === '') return
    onAdd(title.trim())
    setTitle('')
  }
  return (
    <div className="b-add-role">
      <Plus size={15} aria-hidden="true" />
      <input
        value={title}
        maxLength={100}
        aria-label={t('design.access.addRole')}
        placeholder={t('design.access.addRoleHint')}
        onChange={(event) => setTitle(event.target.value)}
        onBlur={add}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) add()
        }}
      />
    </div>
  )
}
