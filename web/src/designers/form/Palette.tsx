import {
  AlignLeft,
  Columns2,
  Columns3,
  List,
  type LucideIcon,
  PanelTop,
  RectangleHorizontal,
} from 'lucide-react'
import { useRef, useState } from 'react'
import { fieldType } from '@/field-types/registry.ts'
import { type Doc, textAt } from '../core/document.ts'
import { type Load, useDrag } from '../core/drag.tsx'
import { fieldTitle } from '../core/entity.ts'
import { FindField } from '../core/FindField.tsx'
import { titleIn } from '../core/title.ts'
import { useDocs, useWords } from '../core/useBench.ts'
import { sectionsOf } from './commands.ts'
import { unusedFields, useFormDesign } from './design.ts'
import { relatedLists } from './related.ts'
import { useInsert } from './useInsert.ts'

interface Offer {
  load: Load
  title: string
  icon: LucideIcon
}

/** All that can be put into a form: dragged there, or pressed to be put behind what is selected. */
export function Palette({ onDone }: { onDone?: () => void }) {
  const { t } = useWords()
  const [wanted, setWanted] = useState('')
  const groups = useOffers()
  const insert = useInsert()
  const matches = ({ title, load }: Offer) =>
    `${title} ${load.id}`.toLowerCase().includes(wanted.trim().toLowerCase())
  return (
    <>
      <FindField label={t('design.form.find')} value={wanted} onChange={setWanted} />
      {groups.map(({ id, offers, empty }) => {
        const shown = offers.filter(matches)
        if (shown.length === 0 && !(empty && wanted === '')) return null
        return (
          <section key={id}>
            <h2>{t(`design.form.group.${id}`, { count: shown.length })}</h2>
            {shown.length === 0 && <p className="b-form-palette__empty">{empty}</p>}
            <ul>
              {shown.map((offer) => (
                <PaletteItem
                  key={`${offer.load.kind}/${offer.load.id}`}
                  {...offer}
                  onInsert={() => {
                    onDone?.()
                    insert(offer.load)
                  }}
                />
              ))}
            </ul>
          </section>
        )
      })}
    </>
  )
}

function PaletteItem({ load, title, icon: Icon, onInsert }: Offer & { onInsert: () => void }) {
  const { t } = useWords()
  const item = useRef<HTMLLIElement>(null)
  const dragged = useDrag({ element: item, load })
  return (
    <li ref={item} data-dragged={dragged || undefined}>
      {/* A press puts it in; the item around it is what is dragged. */}
      <button type="button" aria-label={t('design.form.insert', { title })} onClick={onInsert}>
        <Icon size={15} aria-hidden="true" />
        <span className="truncate">{title}</span>
      </button>
    </li>
  )
}

const layouts: readonly { id: string; icon: LucideIcon }[] = [
  { id: 'columns1', icon: RectangleHorizontal },
  { id: 'columns2', icon: Columns2 },
  { id: 'columns3', icon: Columns3 },
  { id: 'tab', icon: PanelTop },
  { id: 'text', icon: AlignLeft },
]

/** What the palette offers, in its groups. */
function useOffers(): readonly { id: string; offers: readonly Offer[]; empty?: string }[] {
  const { t, language } = useWords()
  const design = useFormDesign()
  const entities = useDocs('entity')
  const unused = unusedFields(design)
  const offerOf = ({ name, doc }: { name: string; doc: Doc }): Offer => ({
    load: { kind: 'field', id: name },
    title: titleIn(doc.title, language) || name,
    icon: fieldType(textAt(doc, 'x-field')).icon,
  })
  const isTable = ({ doc }: { doc: Doc }) => textAt(doc, 'x-field') === 'table'
  const drawn = sectionsOf(design.form).map((section) => textAt(section, 'related'))
  const lists = relatedLists(design.entity, entities).filter(({ id }) => !drawn.includes(id))
  const docOf = (name: string) => entities.find((one) => one.name === name)?.doc
  return [
    {
      id: 'unused',
      offers: unused.filter((field) => !isTable(field)).map(offerOf),
      empty: t('design.form.allUsed'),
    },
    {
      id: 'layout',
      offers: layouts.map(({ id, icon }) => ({
        load: { kind: 'new', id },
        title: t(`design.form.new.${id}`),
        icon,
      })),
    },
    { id: 'tables', offers: unused.filter(isTable).map(offerOf) },
    {
      id: 'related',
      offers: lists.map(({ id, entity, field }) => {
        const doc = docOf(entity)
        const title = titleIn(doc?.['x-plural'], language) || titleIn(doc?.title, language) || entity
        return {
          load: { kind: 'related', id },
          title: t('design.form.relatedBy', { title, field: fieldTitle(doc, field, language) }),
          icon: List,
        }
      }),
    },
  ]
}
