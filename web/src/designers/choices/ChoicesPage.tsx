import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { ListChecks } from 'lucide-react'
import { useRef } from 'react'
import { Notice } from '@/components/Notice.tsx'
import { fieldTitle } from '../core/entity.ts'
import { TextProperty } from '../core/Property.tsx'
import { SharedOptions } from '../core/SharedOptions.tsx'
import { sharersOf } from '../core/sharers.ts'
import { titleIn, withTitle } from '../core/title.ts'
import { useAt } from '../core/useAt.ts'
import { type Named, useDocs, useWords, useWorkbench } from '../core/useBench.ts'
import './choices.css'
import { ChoicesLists } from './ChoicesLists.tsx'

/** The lists of options that several fields offer. */
export default function ChoicesPage() {
  const { t } = useWords()
  const { item } = useSearch({ strict: false }) as { item?: string }
  const navigate = useNavigate()
  const lists = useDocs('choices')
  const chosen = lists.find(({ name }) => name === item) ?? lists[0]
  const choose = (name: string | undefined) =>
    void navigate({ to: '/design/choices', search: name ? { item: name } : {}, replace: true })
  return (
    <div className="b-choices">
      <aside className="b-side" aria-label={t('design.choices.lists')}>
        <ChoicesLists lists={lists} chosen={chosen?.name ?? ''} onChoose={choose} />
      </aside>
      {chosen ? (
        <List key={chosen.name} list={chosen} />
      ) : (
        <div className="b-choices__none">
          <Notice icon={<ListChecks size={20} />} title={t('design.choices.none')}>
            {t('design.choices.noneText')}
          </Notice>
        </div>
      )}
    </div>
  )
}

/** One list: its title, its options, and who has them. */
function List({ list }: { list: Named }) {
  const { t, language } = useWords()
  const bench = useWorkbench()
  const page = useRef<HTMLElement>(null)
  const title = titleIn(list.doc.title, language)
  useAt((pointer) => {
    const at = Number(/^\/options\/(\d+)/.exec(pointer)?.[1] ?? -1)
    const row = page.current?.querySelectorAll('.b-options li')[at]
    row?.querySelector('input')?.focus()
    return at < 0 || row !== undefined
  })
  return (
    <section ref={page} className="b-choices__list" aria-label={t('design.choices.list')}>
      <TextProperty
        label={t('design.choices.title')}
        hint={list.name}
        value={title}
        onChange={(value) =>
          bench.do({
            label: t('design.choices.did.title', { title: title || list.name }),
            changes: {
              [list.key]: {
                ...list.doc,
                title: withTitle(list.doc.title, language, value) ?? list.name,
              },
            },
            run: `${list.name}.title`,
          })
        }
      />
      <SharedOptions name={list.name} />
      <Users list={list.name} />
      <p>
        <Link to="/design/documents" search={{ item: list.key }}>
          {t('design.choices.asJson')}
        </Link>
      </p>
    </section>
  )
}

/** The fields that take their options from a list, each a way to it. */
function Users({ list }: { list: string }) {
  const { t, language } = useWords()
  const sharers = sharersOf(list, useDocs('entity'))
  return (
    <div className="b-choices__users">
      <h2>{t('design.choices.usedBy')}</h2>
      {sharers.length === 0 && <p className="b-prop__hint">{t('design.choices.unused')}</p>}
      <ul>
        {sharers.map(({ entity, field }) => (
          <li key={`${entity.name}.${field}`}>
            <Link
              to="/design/e/$entity/$part"
              params={{ entity: entity.name, part: 'fields' }}
              search={{ at: `/properties/${field}` }}
            >
              {titleIn(entity.doc.title, language) || entity.name} · {fieldTitle(entity.doc, field, language)}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  )
}
