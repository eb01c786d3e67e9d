import { Plus, Trash2 } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { IconButton } from '@/components/Button.tsx'
import { keyOf, listAt } from '../core/document.ts'
import { guessName } from '../core/guess.ts'
import { listOfTitles } from '../core/options.ts'
import { sharersOf } from '../core/sharers.ts'
import '../core/side.css'
import { titleIn } from '../core/title.ts'
import { type Named, useDocs, useWords, useWorkbench } from '../core/useBench.ts'

interface ChoicesListsProps {
  lists: readonly Named[]
  chosen: string
  onChoose: (name: string | undefined) => void
}

/** All lists by name, with how many options they have and how many fields offer them; and a way to a new one. */
export function ChoicesLists({ lists, chosen, onChoose }: ChoicesListsProps) {
  const { t, language } = useWords()
  const bench = useWorkbench()
  const entities = useDocs('entity')
  const [fresh, setFresh] = useState('')
  const titleOf = ({ doc, name }: Named) => titleIn(doc.title, language) || name
  const add = (event: FormEvent) => {
    event.preventDefault()
    const title = fresh.trim()
    if (title === '') return
    const taken = (one: string) => bench.get(keyOf('choices', one)) !== undefined
    const name = guessName(title, taken, 'options')
    const titles = [t('design.choices.first'), t('design.choices.second')]
    bench.do({
      label: t('design.choices.did.new', { title }),
      changes: { [keyOf('choices', name)]: listOfTitles(name, title, titles) },
    })
    setFresh('')
    onChoose(name)
  }
  return (
    <>
      <form className="b-side__new" onSubmit={add}>
        <input
          value={fresh}
          maxLength={100}
          placeholder={t('design.choices.newHint')}
          aria-label={t('design.choices.new')}
          onChange={(event) => setFresh(event.target.value)}
        />
        <IconButton
          type="submit"
          label={t('design.choices.add')}
          disabled={fresh.trim() === ''}
          icon={<Plus size={15} />}
        />
      </form>
      <ul className="b-side__list">
        {lists.map((list) => {
          const fields = sharersOf(list.name, entities).length
          const options = listAt(list.doc, 'options').length
          return (
            <li key={list.key} aria-current={list.name === chosen || undefined}>
              <button type="button" className="b-side__one" onClick={() => onChoose(list.name)}>
                <span className="truncate">{titleOf(list)}</span>
                <small className="truncate">
                  {t('design.choices.options', { count: options })} ·{' '}
                  {t('design.choices.fields', { count: fields })}
                </small>
              </button>
              <IconButton
                label={
                  fields > 0
                    ? t('design.choices.inUse')
                    : t('design.choices.remove', { title: titleOf(list) })
                }
                disabled={fields > 0}
                icon={<Trash2 size={14} />}
                onClick={() =>
                  bench.do({
                    label: t('design.choices.did.remove', { title: titleOf(list) }),
                    changes: { [list.key]: undefined },
                  })
                }
              />
            </li>
          )
        })}
      </ul>
    </>
  )
}
