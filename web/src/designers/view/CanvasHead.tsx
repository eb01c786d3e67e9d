import { List, Plus } from 'lucide-react'
import { Button } from '@/components/Button.tsx'
import { Popover } from '@/components/Popover.tsx'
import { titleIn } from '../core/title.ts'
import { useWords } from '../core/useBench.ts'
import { useViewDesign } from './design.ts'
import { kindIcons } from './kindIcons.ts'
import { kindOf } from './kinds.ts'
import { Palette } from './Palette.tsx'
import { ViewList } from './ViewList.tsx'

/** Which view is designed; where there is no room for what stands at the left, the way to it. */
export function CanvasHead() {
  const { t, language } = useWords()
  const { name, view, exists, select } = useViewDesign()
  const Icon = kindIcons[kindOf(view)]
  const title = titleIn(view.title, language) || name
  return (
    <div className="b-view-head">
      <div className="b-view-head__pop">
        <Popover
          width={280}
          label={t('design.view.views')}
          trigger={(props) => (
            <Button icon={<List size={14} />} {...props}>
              {t('design.view.views')}
            </Button>
          )}
        >
          {(close) => (
            <div className="b-view-side b-view-side--pop">
              <ViewList onDone={close} />
            </div>
          )}
        </Popover>
      </div>
      <button
        type="button"
        className="b-view-head__title"
        title={t('design.view.viewProperties')}
        onClick={() => select({ kind: 'view' })}
      >
        <Icon size={15} aria-hidden="true" />
        <span className="truncate">{title}</span>
      </button>
      {!exists && <p className="b-view-head__hint">{t('design.view.generatedShort')}</p>}
      <div className="b-view-head__pop b-view-head__add">
        <Popover
          align="end"
          width={260}
          label={t('design.view.palette')}
          trigger={(props) => (
            <Button icon={<Plus size={14} />} {...props}>
              {t('design.view.addColumn')}
            </Button>
          )}
        >
          {(close) => (
            <div className="b-view-side b-view-side--pop">
              <Palette onDone={close} />
            </div>
          )}
        </Popover>
      </div>
    </div>
  )
}
