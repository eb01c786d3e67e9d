import { ExternalLink, Folder, Shapes } from 'lucide-react'
import { listAt, textAt, withMembers } from '../core/document.ts'
import { IconPicker } from '../core/IconPicker.tsx'
import { PanelHead } from '../core/PanelHead.tsx'
import { ManyProperty, SelectProperty, TextProperty } from '../core/Property.tsx'
import { titleIn, withTitle } from '../core/title.ts'
import { useDocs, useWords } from '../core/useBench.ts'
import { useRoles } from '../core/useRoles.ts'
import { isGroup, type MenuNode, nodeOf } from './commands.ts'
import type { MenuDesign } from './design.ts'

interface MenuPanelProps {
  name: string
  design: MenuDesign
  onChoose: (name: string | undefined) => void
}

/** What is chosen of a menu, or the menu itself, can be told here. */
export function MenuPanel({ name, design }: MenuPanelProps) {
  const { t, language } = useWords()
  const { roles } = useRoles()
  const { menu, chosen, select, edits, titleOf } = design
  const node = chosen === undefined ? undefined : nodeOf(menu, chosen)
  if (node)
    return (
      <>
        <PanelHead
          title={titleOf(node.item) || t('design.menu.untitled')}
          back={{ label: t('design.menu.toMenu'), go: () => select(undefined) }}
        />
        <ItemProperties key={node.id} node={node} design={design} />
      </>
    )
  return (
    <>
      <PanelHead title={titleIn(menu.title, language) || name} />
      <TextProperty
        label={t('design.menu.prop.title')}
        value={titleIn(menu.title, language)}
        problem={titleIn(menu.title, language) === '' ? t('design.menu.needsTitle') : undefined}
        onChange={(value) =>
          edits.setMenu((now) => ({ ...now, title: withTitle(now.title, language, value) ?? '' }), 'title')
        }
      />
      <ManyProperty
        label={t('design.menu.prop.roles')}
        hint={t('design.menu.hint.roles')}
        value={listAt<string>(menu, 'roles')}
        choices={roles.map((role) => ({ value: role.name, label: role.title }))}
        onChange={(value) =>
          edits.setMenu((now) => withMembers(now, { roles: value.length > 0 ? value : undefined }))
        }
      />
    </>
  )
}

/** What an item is called and where it leads. */
function ItemProperties({ node, design }: { node: MenuNode; design: MenuDesign }) {
  const { t, language } = useWords()
  const { edits, barred } = design
  const { id, item } = node
  const entity = textAt(item, 'entity')
  const views = useDocs('view', entity || ' ')
  const own = titleIn(item.title, language)
  const needsTitle = entity === '' && own === ''
  const without = entity === '' ? [] : barred(item)
  return (
    <>
      <TextProperty
        label={t('design.menu.prop.title')}
        hint={entity === '' ? undefined : t('design.menu.hint.title')}
        problem={needsTitle ? t('design.menu.needsTitle') : undefined}
        placeholder={entity === '' ? undefined : design.titleOf(withMembers(item, { title: undefined }))}
        value={own}
        onChange={(value) => edits.setItem(id, { title: withTitle(item.title, language, value) }, 'title')}
      />
      {entity !== '' && (
        <SelectProperty
          label={t('design.menu.prop.view')}
          none={t('design.menu.firstView')}
          value={textAt(item, 'view') || undefined}
          choices={views.map(({ name, doc }) => ({
            value: name,
            label: titleIn(doc.title, language) || name,
          }))}
          onChange={(value) => edits.setItem(id, { view: value })}
        />
      )}
      {entity === '' && !isGroup(item) && (
        <TextProperty
          label={t('design.menu.prop.url')}
          hint={t('design.menu.hint.url')}
          value={textAt(item, 'url')}
          onChange={(value) => edits.setItem(id, { url: value }, 'url')}
        />
      )}
      <IconPicker
        icon={textAt(item, 'icon')}
        none={isGroup(item) ? Folder : entity === '' ? ExternalLink : Shapes}
        onIcon={(icon) => edits.setItem(id, { icon: icon || undefined })}
      />
      {without.length > 0 && (
        <p className="b-menus__hint">{t('design.menu.barred', { roles: without.join(', ') })}</p>
      )}
    </>
  )
}
