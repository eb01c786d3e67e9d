import { Monitor, Play, Plus, Smartphone } from 'lucide-react'
import { Button } from '@/components/Button.tsx'
import { Popover } from '@/components/Popover.tsx'
import { titleIn } from '../core/title.ts'
import { useDocs, useWords } from '../core/useBench.ts'
import { useFormDesign } from './design.ts'
import { sortedForms } from './forms.ts'
import { Palette } from './Palette.tsx'

/** How the form is looked at. */
export type Mode = 'desktop' | 'phone' | 'try'

const modes = [
  { id: 'desktop', icon: Monitor },
  { id: 'phone', icon: Smartphone },
  { id: 'try', icon: Play },
] as const

interface CanvasHeadProps {
  mode: Mode
  onMode: (mode: Mode) => void
  onChoose: (name: string) => void
}

/** Which form is designed, and how wide it is drawn. */
export function CanvasHead({ mode, onMode, onChoose }: CanvasHeadProps) {
  const { t, language } = useWords()
  const { entity, name, exists, select } = useFormDesign()
  const forms = sortedForms(useDocs('form', entity))
  return (
    <div className="b-form-head">
      {forms.length > 1 && (
        <select
          className="b-form-head__pick"
          aria-label={t('design.form.which')}
          value={name}
          onChange={(event) => onChoose(event.target.value)}
        >
          {forms.map((form) => (
            <option key={form.name} value={form.name}>
              {titleIn(form.doc.title, language) || form.name}
            </option>
          ))}
        </select>
      )}
      <Button look="ghost" onClick={() => select({ kind: 'form' })}>
        {t('design.form.formProperties')}
      </Button>
      {!exists && <p className="b-form-head__hint">{t('design.form.generated')}</p>}
      <div className="b-form-head__add">
        <Popover
          align="end"
          width={260}
          label={t('design.form.palette')}
          trigger={(props) => (
            <Button icon={<Plus size={14} />} {...props}>
              {t('design.form.add')}
            </Button>
          )}
        >
          {(close) => (
            <div className="b-form-palette b-form-palette--pop">
              <Palette onDone={close} />
            </div>
          )}
        </Popover>
      </div>
      <fieldset className="b-form-switch" aria-label={t('design.form.mode')}>
        {modes.map(({ id, icon: Icon }) => (
          <button
            key={id}
            type="button"
            aria-pressed={mode === id}
            title={t(`design.form.modes.${id}`)}
            onClick={() => onMode(id)}
          >
            <Icon size={14} aria-hidden="true" />
            <span>{t(`design.form.modes.${id}`)}</span>
          </button>
        ))}
      </fieldset>
    </div>
  )
}
