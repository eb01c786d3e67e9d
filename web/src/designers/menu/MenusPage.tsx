import { useNavigate, useSearch } from '@tanstack/react-router'
import { PanelLeft } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { Notice } from '@/components/Notice.tsx'
import { listAt } from '../core/document.ts'
import { useAt } from '../core/useAt.ts'
import { useDocs, useWords } from '../core/useBench.ts'
import './menu.css'
import { nodeAt } from './commands.ts'
import { MenuItemRow } from './MenuItemRow.tsx'
import { MenuList } from './MenuList.tsx'
import { MenuPalette } from './MenuPalette.tsx'
import { sortedMenus } from './menus.ts'
import { useMenuDesign } from './useMenuDesign.ts'

const MenuPanel = lazy(async () => ({ default: (await import('./MenuPanel.tsx')).MenuPanel }))

/** Draws the navigation that roles have in place of one of everything. */
export default function MenusPage() {
  const { t } = useWords()
  const { item } = useSearch({ strict: false }) as { item?: string }
  const navigate = useNavigate()
  const menus = sortedMenus(useDocs('menu'))
  const choose = (name: string | undefined) =>
    void navigate({ to: '/design/menus', search: name ? { item: name } : {}, replace: true })
  const name = menus.some((menu) => menu.name === item) ? (item ?? '') : (menus[0]?.name ?? '')
  return (
    <div className="b-menus">
      <aside className="b-side" aria-label={t('design.menu.menus')}>
        <MenuList menus={menus} chosen={name} onChoose={choose} />
      </aside>
      {name === '' ? (
        <div className="b-menus__none">
          <Notice icon={<PanelLeft size={20} />} title={t('design.menu.none')}>
            {t('design.menu.noneText')}
          </Notice>
        </div>
      ) : (
        <MenuCanvas key={name} name={name} onChoose={choose} />
      )}
    </div>
  )
}

function MenuCanvas({ name, onChoose }: { name: string; onChoose: (name: string | undefined) => void }) {
  const { t } = useWords()
  const design = useMenuDesign(name)
  useAt((pointer) => {
    const node = design && nodeAt(design.menu, pointer)
    if (node) design?.select(node.id)
  })
  if (!design) return null
  return (
    <>
      <section className="b-menus__canvas" aria-label={t('design.menu.canvas')}>
        {design.nodes.length === 0 && <p className="b-menus__empty">{t('design.menu.empty')}</p>}
        <ul className="b-menu-tree">
          {design.nodes
            .filter(({ group }) => group === undefined)
            .map((node) => (
              <MenuItemRow key={node.id} node={node} design={design} />
            ))}
        </ul>
        <MenuPalette design={design} end={listAt(design.menu, 'items').length} />
      </section>
      <aside className="b-menus__panel" aria-label={t('design.menu.properties')}>
        <Suspense>
          <MenuPanel name={name} design={design} onChoose={onChoose} />
        </Suspense>
      </aside>
    </>
  )
}
