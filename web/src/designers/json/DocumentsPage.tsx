import { useNavigate } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/Button.tsx'
import { TextInput } from '@/lib/ant/Input.ts'
import { type Doc, type Key, type Kind, keyOf, nameOf } from '../core/document.ts'
import { guessName } from '../core/guess.ts'
import { titleIn } from '../core/title.ts'
import { useBench, useWords, useWorkbench } from '../core/useBench.ts'
import { Documents } from './JsonPage.tsx'
import { newChoices } from './newDocument.ts'

/** So many documents are listed at once; a search finds the others. */
const most = 300

/** Every document of the draft as text, and new ones of the kinds that have no designer of their own. */
export default function DocumentsPage() {
  const { t, language } = useWords()
  const bench = useWorkbench()
  const navigate = useNavigate()
  const { documents } = useBench()
  const [text, setText] = useState('')
  const wanted = text.trim().toLowerCase()
  const keys = [...documents]
    .filter(([key, doc]) => `${key} ${titleIn(doc.title, language)}`.toLowerCase().includes(wanted))
    .map(([key]) => key)
    .sort()
  const add = (kind: Kind, make: (name: string, title: string) => Doc) => {
    const title = text.trim() || t(`design.json.new.${kind}`)
    const name = guessName(title, (one) => bench.get(keyOf(kind, one)) !== undefined, kind)
    const key: Key = keyOf(kind, name)
    bench.do({ label: t('design.json.added', { title }), changes: { [key]: make(name, title) } })
    setText('')
    void navigate({ to: '/design/documents', search: { item: key } })
  }
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
        <Button
          icon={<Plus size={14} />}
          onClick={() =>
            add('choices', (name, title) =>
              newChoices(name, title, [t('design.json.option.one'), t('design.json.option.two')]),
            )
          }
        >
          {t('design.json.add.choices')}
        </Button>
      </div>
      <Documents keys={keys.slice(0, most)} first={keys.find((key) => nameOf(key) !== '')} />
    </div>
  )
}
