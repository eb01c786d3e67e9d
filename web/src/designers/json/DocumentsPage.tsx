import { useState } from 'react'
import { TextInput } from '@/lib/ant/Input.ts'
import { nameOf } from '../core/document.ts'
import { titleIn } from '../core/title.ts'
import { useBench, useWords } from '../core/useBench.ts'
import { Documents } from './JsonPage.tsx'

/** So many documents are listed at once; a search finds the others. */
const most = 300

/** Every document of the draft as text. */
export default function DocumentsPage() {
  const { t, language } = useWords()
  const { documents } = useBench()
  const [text, setText] = useState('')
  const wanted = text.trim().toLowerCase()
  const keys = [...documents]
    .filter(([key, doc]) => `${key} ${titleIn(doc.title, language)}`.toLowerCase().includes(wanted))
    .map(([key]) => key)
    .sort()
  return (
    <div className="b-documents">
      <div className="b-documents__head">
        <TextInput
          allowClear
          value={text}
          placeholder={t('design.json.find')}
          aria-label={t('design.json.find')}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      <Documents keys={keys.slice(0, most)} first={keys.find((key) => nameOf(key) !== '')} />
    </div>
  )
}
