import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { IconButton } from '@/components/Button.tsx'
import { keyOf } from '../core/document.ts'
import { guessName } from '../core/guess.ts'
import '../core/side.css'
import { titleIn } from '../core/title.ts'
import { type Named, useDocs, useWords, useWorkbench } from '../core/useBench.ts'
import { useRoles } from '../core/useRoles.ts'
import { newMenu } from './commands.ts'
import { reordered, rolesOf } from './menus.ts'

interface MenuListProps {
  menus: readonly Named[]
  chosen: string
  onChoose: (name: string | undefined) => void
}

/** All menus in the order in which they are given, with who has them; and a way to a new one. */
export function MenuList({ menus, chosen, onChoose }: MenuListProps) {
  const { t, language } = useWords()
  const bench = useWorkbench()
  const entities = useDocs('entity')
  const { roles } = useRoles()
  const [fresh, setFresh] = useState('')
  const titleOf = ({ doc, name }: Named) => titleIn(doc.title, language) || name
  const who = ({ doc }: Named) => {
    const names = rolesOf(doc).map((name) => roles.find((role) => role.name === name)?.title ?? name)
    return names.length > 0 ? names.join(', ') : t('design.menu.everybody')
  }
  const add = (event: FormEvent) => {
    event.preventDefault()
    const title = fresh.trim()
    if (title === '') return
    const name = guessName(
      title,
      (one) => bench.get(keyOf('menu', one)) !== undefined,
      `menu_${menus.length + 1}`,
    )
    const own = entities.filter(({ doc }) => doc['x-package'] !== 'core' && doc['x-menu'] !== false)
    bench.do({
      label: t('design.menu.did.new', { title }),
      changes: {
        [keyOf('menu', name)]: newMenu(
          name,
          title,
          own.map((entity) => entity.name),
        ),
      },
    })
    setFresh('')
    onChoose(name)
  }
  const move = (from: number, to: number) =>
    bench.do({ label: t('design.menu.did.order'), changes: reordered(menus, from, to) })
  return (
    <>
      <form className="b-side__new" onSubmit={add}>
        <input
          value={fresh}
          maxLength={100}
          placeholder={t('design.menu.newHint')}
          aria-label={t('design.menu.new')}
          onChange={(event) => setFresh(event.target.value)}
        />
        <IconButton
          type="submit"
          label={t('design.menu.add')}
          disabled={fresh.trim() === ''}
          icon={<Plus size={15} />}
        />
      </form>
      <ol className="b-side__list">
        {menus.map((menu, at) => (
          <li key={menu.key} aria-current={menu.name === chosen || undefined}>
            <button type="button" className="b-side__one" onClick={() => onChoose(menu.name)}>
              <span className="truncate">{titleOf(menu)}</span>
              <small className="truncate">{who(menu)}</small>
            </button>
            {menus.length > 1 && (
              <>
                <IconButton
                  label={t('design.menu.earlier', { title: titleOf(menu) })}
                  icon={<ArrowUp size={14} />}
                  disabled={at === 0}
                  onClick={() => move(at, at - 1)}
                />
                <IconButton
                  label={t('design.menu.later', { title: titleOf(menu) })}
                  icon={<ArrowDown size={14} />}
                  disabled={at === menus.length - 1}
                  onClick={() => move(at, at + 1)}
                />
              </>
            )}
            <IconButton
              label={t('design.menu.removeMenu', { title: titleOf(menu) })}
              icon={<Trash2 size={14} />}
              onClick={() =>
                bench.do({
                  label: t('design.menu.did.removeMenu', { title: titleOf(menu) }),
                  changes: { [menu.key]: undefined },
                })
              }
            />
          </li>
        ))}
      </ol>
      {menus.length > 1 && <p className="b-menus__hint">{t('design.menu.orderHint')}</p>}
    </>
  )
}
