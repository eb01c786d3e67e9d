import { DefinedIcon, iconNames } from '@/components/EntityIcon.tsx'
import { Popover } from '@/components/Popover.tsx'
import { textAt } from '../core/document.ts'
import { useWords } from '../core/useBench.ts'
import { useViewDesign } from './design.ts'
import { kindIcons } from './kindIcons.ts'
import { kindOf } from './kinds.ts'

/** The sign of a view beside its title; that of its kind when none is chosen. */
export function IconProperty() {
  const { t } = useWords()
  const { view, edits } = useViewDesign()
  const icon = textAt(view, 'icon')
  const Fallback = kindIcons[kindOf(view)]
  return (
    <div className="b-prop b-prop--line" data-member="icon">
      <span className="b-prop__label">{t('design.view.prop.icon')}</span>
      <Popover
        align="end"
        width={262}
        label={t('design.view.prop.icon')}
        trigger={(props) => (
          <button type="button" className="m-button m-button--plain" {...props}>
            <DefinedIcon name={icon} fallback={Fallback} size={15} />
            {t('design.view.chooseIcon')}
          </button>
        )}
      >
        {(close) => (
          <div className="b-view-icons">
            {['', ...iconNames].map((name) => (
              <button
                key={name}
                type="button"
                aria-label={name || t('design.view.iconOfKind')}
                title={name || t('design.view.iconOfKind')}
                aria-pressed={name === icon}
                onClick={() => {
                  close()
                  edits.set({ icon: name || undefined })
                }}
              >
                <DefinedIcon name={name} fallback={Fallback} size={15} />
              </button>
            ))}
          </div>
        )}
      </Popover>
    </div>
  )
}
