import { ExternalLink, Folder, Plus } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button } from '@/components/Button.tsx'
import { EntityIcon } from '@/components/EntityIcon.tsx'
import { textAt } from '../core/document.ts'
import { useDrag } from '../core/drag.tsx'
import { FindField } from '../core/FindField.tsx'
import { titleIn } from '../core/title.ts'
import { type Named, useDocs, useWords } from '../core/useBench.ts'
import { entitiesIn, type MenuPlace, newAddress, newGroup, newLink, nodeOf } from './commands.ts'
import type { MenuDesign } from './design.ts'

/** So many are offered at once; a search finds the others. */
const most = 40

/** What can be put in: a group, an address, and entities, those first that the menu does not name yet. */
export function MenuPalette({ design, end }: { design: MenuDesign; end: number }) {
  const { t, language } = useWords()
  const { menu, edits, chosen } = design
  const entities = useDocs('entity')
  const [wanted, setWanted] = useState('')
  const there = entitiesIn(menu)
  // What the menu has comes last, and before it what comes with the product.
  const rank = ({ name, doc }: Named) => 2 * Number(there.has(name)) + Number(doc['x-package'] === 'core')
  const titleOf = ({ doc, name }: Named) =>
    titleIn(doc['x-plural'], language) || titleIn(doc.title, language) || name
  const offered = entities
    .filter((entity) =>
      `${titleOf(entity)} ${entity.name}`.toLowerCase().includes(wanted.trim().toLowerCase()),
    )
    .sort((one, other) => rank(one) - rank(other))
  const found = wanted.trim() === '' ? offered.filter(({ name }) => !there.has(name)) : offered
  /** Behind what is chosen, else at the end. */
  const place = (): MenuPlace => {
    const node = chosen === undefined ? undefined : nodeOf(menu, chosen)
    return node ? { group: node.group, at: node.at + 1 } : { at: end }
  }
  return (
    <section className="b-menu-palette" aria-label={t('design.menu.palette')}>
      <div className="b-menu-palette__tools">
        <Button
          icon={<Folder size={14} />}
          onClick={() => edits.add(newGroup(t('design.menu.group')), { at: end })}
        >
          {t('design.menu.addGroup')}
        </Button>
        <Button
          icon={<ExternalLink size={14} />}
          onClick={() => edits.add(newAddress(t('design.menu.address')), place())}
        >
          {t('design.menu.addAddress')}
        </Button>
      </div>
      <h2>{t('design.menu.notThere')}</h2>
      <FindField label={t('design.menu.find')} value={wanted} onChange={setWanted} />
      <ul>
        {found.slice(0, most).map((entity) => (
          <PaletteEntity
            key={entity.key}
            entity={entity}
            title={titleOf(entity)}
            onAdd={() => edits.add(newLink(entity.name), place())}
          />
        ))}
      </ul>
      {found.length === 0 && <p className="b-menus__hint">{t('design.menu.allThere')}</p>}
    </section>
  )
}

function PaletteEntity({ entity, title, onAdd }: { entity: Named; title: string; onAdd: () => void }) {
  const { t } = useWords()
  const item = useRef<HTMLLIElement>(null)
  const dragged = useDrag({ element: item, load: { kind: 'menu-new', id: entity.name } })
  return (
    <li ref={item} data-dragged={dragged || undefined}>
      <button type="button" aria-label={t('design.menu.put', { title })} onClick={onAdd}>
        <EntityIcon icon={textAt(entity.doc, 'x-icon')} color={textAt(entity.doc, 'x-color')} />
        <span className="truncate">{title}</span>
        <Plus size={14} aria-hidden="true" />
      </button>
    </li>
  )
}
