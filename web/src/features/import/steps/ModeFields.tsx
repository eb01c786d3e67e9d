import type { Action, Entity, Inspection } from '@mortise/sdk'
import { useTranslation } from 'react-i18next'
import { fieldOf } from '@/lib/definition.ts'
import { inMode, keysOf, type Plan } from '../plan.ts'

interface ModeFieldsProps {
  entity: Entity
  inspection: Inspection
  plan: Plan
  onChange: (plan: Plan) => void
}

/** Whether rows make records or change them, and how those are found. */
export function ModeFields({ entity, inspection, plan, onChange }: ModeFieldsProps) {
  const { t } = useTranslation()
  const may = (action: Action) => entity.actions.includes(action)
  const modes = (['create', 'update', 'upsert'] as const).filter(
    (mode) => (mode === 'update' || may('create')) && (mode === 'create' || may('update')),
  )
  const keys = keysOf(entity, inspection, plan)
  const chosen = plan.key.join()
  const titleOf = (key: string[]) => key.map((name) => fieldOf(entity, name)?.title ?? name).join(' + ')
  const setMode = (mode: Plan['mode']) => {
    const next = inMode(entity, plan, mode)
    const known = keys.some((key) => key.join() === chosen)
    onChange(mode === 'create' || known ? next : { ...next, key: inspection.keys[0] ?? [] })
  }
  return (
    <div className="i-mode">
      <fieldset>
        <legend>{t('import.mode.title')}</legend>
        {modes.map((mode) => (
          <label key={mode}>
            <input type="radio" name="mode" checked={plan.mode === mode} onChange={() => setMode(mode)} />
            <span>{t(`import.mode.${mode}`)}</span>
          </label>
        ))}
      </fieldset>
      {plan.mode !== 'create' && (
        <div className="i-mode__key">
          <label className="i-option">
            <span>{t('import.mode.key')}</span>
            <select
              className="i-select"
              value={chosen}
              onChange={(event) => onChange({ ...plan, key: event.target.value.split(',').filter(Boolean) })}
            >
              <option value="">{t('import.mode.choose')}</option>
              {keys.map((key) => (
                <option key={key.join()} value={key.join()}>
                  {titleOf(key)}
                </option>
              ))}
            </select>
          </label>
          <label>
            <input
              type="checkbox"
              checked={plan.clear}
              onChange={(event) => onChange({ ...plan, clear: event.target.checked })}
            />
            <span>{t('import.mode.clear')}</span>
          </label>
        </div>
      )}
    </div>
  )
}
