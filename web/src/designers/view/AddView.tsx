import { Link } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { IconButton } from '@/components/Button.tsx'
import { Popover } from '@/components/Popover.tsx'
import { useWords } from '../core/useBench.ts'
import { useViewDesign } from './design.ts'
import { kindIcons } from './kindIcons.ts'
import { canBe, neededBy, usualField, type ViewKind, viewKinds } from './kinds.ts'

/** Adds a view: one chooses how it draws records, and the rest is chosen so that it shows something at once. */
export function AddView({ onDone }: { onDone?: () => void }) {
  const { t } = useWords()
  const { entity, edits } = useViewDesign()
  return (
    <Popover
      width={300}
      label={t('design.view.add')}
      trigger={(props) => <IconButton {...props} label={t('design.view.add')} icon={<Plus size={15} />} />}
    >
      {(close) => (
        <ul className="b-view-kinds">
          {viewKinds.map((kind) => {
            const Icon = kindIcons[kind]
            const possible = canBe(entity, kind)
            const text = (
              <>
                <Icon size={16} aria-hidden="true" />
                <span>
                  <strong>{t(`design.view.kind.${kind}`)}</strong>
                  <KindAbout kind={kind} />
                </span>
              </>
            )
            return (
              <li key={kind}>
                {possible ? (
                  <button
                    type="button"
                    onClick={() => {
                      close()
                      onDone?.()
                      edits.addView(kind)
                    }}
                  >
                    {text}
                  </button>
                ) : (
                  <div>{text}</div>
                )}
              </li>
            )
          })}
        </ul>
      )}
    </Popover>
  )
}

/** What a kind draws, by which field, or what the entity lacks for it. */
export function KindAbout({ kind }: { kind: ViewKind }) {
  const { t } = useWords()
  const { entity, titleOf } = useViewDesign()
  const needed = neededBy(kind)
  const field = needed && usualField(entity, kind, needed)
  if (needed && !field)
    return (
      <small>
        {t(`design.view.lacks.${kind}`)}{' '}
        <Link to="/design/e/$entity/$part" params={{ entity: entity.name, part: 'fields' }}>
          {t('design.view.toFields')}
        </Link>
      </small>
    )
  return <small>{t(`design.view.about.${kind}`, { field: field && titleOf(field) })}</small>
}
