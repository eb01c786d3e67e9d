import { useWords } from '../core/useBench.ts'
import { KindAbout } from './AddView.tsx'
import { useViewDesign } from './design.ts'
import { kindIcons } from './kindIcons.ts'
import { canBe, kindOf, viewKinds } from './kinds.ts'

/** How the view draws its records; what the entity has no field for is told. */
export function KindProperty() {
  const { t } = useWords()
  const { entity, view, edits } = useViewDesign()
  const now = kindOf(view)
  const lacking = viewKinds.filter((kind) => kind !== now && !canBe(entity, kind))
  return (
    <div className="b-prop" data-member="kind">
      <span className="b-prop__label" id="b-view-kind">
        {t('design.view.prop.kind')}
      </span>
      <fieldset className="b-view-kind" aria-labelledby="b-view-kind">
        {viewKinds.map((kind) => {
          const Icon = kindIcons[kind]
          return (
            <button
              key={kind}
              type="button"
              aria-pressed={kind === now}
              disabled={lacking.includes(kind)}
              onClick={() => edits.setKind(kind)}
            >
              <Icon size={15} aria-hidden="true" />
              <span>{t(`design.view.kind.${kind}`)}</span>
            </button>
          )
        })}
      </fieldset>
      {lacking.map((kind) => (
        <p key={kind} className="b-view-hint">
          {t('design.view.lacking', { kind: t(`design.view.kind.${kind}`) })} <KindAbout kind={kind} />
        </p>
      ))}
    </div>
  )
}
