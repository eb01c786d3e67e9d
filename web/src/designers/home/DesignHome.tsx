import { Link, useNavigate } from '@tanstack/react-router'
import { Copy, Plus } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Button, IconButton } from '@/components/Button.tsx'
import { EntityIcon } from '@/components/EntityIcon.tsx'
import { TextInput } from '@/lib/ant/Input.ts'
import { keyOf, textAt } from '../core/document.ts'
import { fieldsOf } from '../core/entity.ts'
import { guessName } from '../core/guess.ts'
import { newEntity } from '../core/newEntity.ts'
import { titleIn } from '../core/title.ts'
import { type Named, useBench, useDocs, useWords, useWorkbench } from '../core/useBench.ts'
import { copyEntity } from './copyEntity.ts'
import { FromSheet } from './FromSheet.tsx'
import { FromTemplate } from './FromTemplate.tsx'
import './home.css'
import { TourOffer } from './TourOffer.tsx'
import { useOwnGrant } from './useOwnGrant.ts'

/** All entities, and the ways to a new one. */
export function DesignHome() {
  const { t, language } = useWords()
  const entities = useDocs('entity')
  const [wanted, setWanted] = useState('')
  const found = entities.filter(({ name, doc }) =>
    `${titleIn(doc.title, language)} ${name}`.toLowerCase().includes(wanted.trim().toLowerCase()),
  )
  const own = found.filter(({ doc }) => textAt(doc, 'x-package') !== 'core')
  const core = found.filter(({ doc }) => textAt(doc, 'x-package') === 'core')
  return (
    <div className="b-home">
      <p className="b-home__lead">{t('design.home.lead')}</p>
      <TourOffer />
      <NewEntity />
      {entities.length > 12 && (
        <TextInput
          allowClear
          className="b-home__find"
          value={wanted}
          placeholder={t('design.home.find')}
          aria-label={t('design.home.find')}
          onChange={(event) => setWanted(event.target.value)}
        />
      )}
      <EntityCards title={t('design.home.entities')} entities={own} />
      <EntityCards title={t('shell.organisation')} entities={core} />
      {found.length === 0 && <p>{t('design.home.empty')}</p>}
    </div>
  )
}

/** What is typed here becomes an entity, and its fields are drawn next. */
function NewEntity() {
  const { t } = useWords()
  const bench = useWorkbench()
  const navigate = useNavigate()
  const ownGrant = useOwnGrant()
  const [title, setTitle] = useState('')
  const create = (event: FormEvent) => {
    event.preventDefault()
    const text = title.trim()
    if (text === '') return
    const name = guessName(text, (one) => bench.get(keyOf('entity', one)) !== undefined, 'entity')
    const entity = { [keyOf('entity', name)]: newEntity(name, text) }
    bench.do({ label: t('design.home.did', { title: text }), changes: { ...entity, ...ownGrant(name) } })
    void navigate({ to: '/design/e/$entity/$part', params: { entity: name, part: 'fields' } })
  }
  return (
    <form className="b-home__new" onSubmit={create}>
      <TextInput
        value={title}
        maxLength={100}
        prefix={<Plus size={15} aria-hidden="true" />}
        placeholder={t('design.home.newHint')}
        aria-label={t('design.home.newEntity')}
        onChange={(event) => setTitle(event.target.value)}
      />
      <Button type="submit" look="primary" disabled={title.trim() === ''}>
        {t('design.home.create')}
      </Button>
      <FromTemplate />
      <FromSheet />
    </form>
  )
}

function EntityCards({ title, entities }: { title: string; entities: readonly Named[] }) {
  if (entities.length === 0) return null
  return (
    <section>
      <h2>{title}</h2>
      <ul className="b-cards">
        {entities.slice(0, 300).map((entity) => (
          <EntityCard key={entity.name} entity={entity} />
        ))}
      </ul>
    </section>
  )
}

function EntityCard({ entity: { name, doc } }: { entity: Named }) {
  const { t, language } = useWords()
  const bench = useWorkbench()
  const { documents } = useBench()
  const title = titleIn(doc.title, language) || name
  const copy = () => {
    const to = guessName(`${name} copy`, (one) => documents.has(keyOf('entity', one)), 'entity')
    bench.do({
      label: t('design.home.didCopy', { title }),
      changes: { [keyOf('entity', to)]: copyEntity(doc, to, t('design.home.copied', { title })) },
    })
  }
  return (
    <li className="b-card">
      <Link to="/design/e/$entity/$part" params={{ entity: name, part: 'fields' }} className="b-card__link">
        <EntityIcon icon={textAt(doc, 'x-icon')} color={textAt(doc, 'x-color')} />
        <span className="b-card__text">
          <strong className="truncate">{title}</strong>
          <span>{t('design.home.fields', { count: fieldsOf(doc).length })}</span>
        </span>
      </Link>
      <IconButton label={t('design.home.copy', { title })} icon={<Copy size={14} />} onClick={copy} />
    </li>
  )
}
