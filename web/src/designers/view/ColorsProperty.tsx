import type { Entity } from '@mortise/sdk'
import { Plus } from 'lucide-react'
import { Button } from '@/components/Button.tsx'
import { colorNames } from '@/components/colors.ts'
import { Popover } from '@/components/Popover.tsx'
import { ConditionProperty } from '../core/condition/ConditionProperty.tsx'
import { textAt } from '../core/document.ts'
import { useWords } from '../core/useBench.ts'
import { colorsOf, mostColors } from './commands.ts'
import { useViewDesign } from './design.ts'
import { ListRow } from './ListRow.tsx'

/** The rules that colour records; of those that hold the first counts. */
export function ColorsProperty() {
  const { t } = useWords()
  const { entity, view, edits } = useViewDesign()
  const rules = colorsOf(view)
  const titles = rules.map((rule) => t(`design.core.color.${textAt(rule, 'color')}`))
  const unused = colorNames.find((name) => !rules.some((rule) => rule.color === name) && name !== 'gray')
  return (
    <section className="b-prop" data-member="colors" aria-label={t('design.view.prop.colors')}>
      <span className="b-prop__label">{t('design.view.prop.colors')}</span>
      {rules.length > 0 && <p className="b-view-hint">{t('design.view.colorsHint')}</p>}
      <ol className="b-view-rows b-view-rows--tall">
        {rules.map((rule, at) => {
          const color = textAt(rule, 'color')
          return (
            <ListRow
              // biome-ignore lint/suspicious/noArrayIndexKey: rules have no names, and two may be the same
              key={at}
              kind="color"
              titles={titles}
              at={at}
              onMove={edits.moveColor}
              onRemove={() => edits.removeColor(at)}
              below={
                <ConditionProperty
                  label={t('design.view.prop.colorWhen')}
                  entity={entity.name}
                  value={textAt(rule, 'when')}
                  onChange={(when) => edits.setColor(at, { when }, 'when')}
                />
              }
            >
              <ColorPicker
                label={t('design.view.colorOf', { at: at + 1, color: titles[at] })}
                color={color}
                onColor={(next) => edits.setColor(at, { color: next })}
              />
              <span className="truncate">{titles[at]}</span>
            </ListRow>
          )
        })}
      </ol>
      {rules.length < mostColors && (
        <Button
          icon={<Plus size={14} />}
          onClick={() => edits.addColor(firstCondition(entity), unused ?? 'orange')}
        >
          {t('design.view.addColor')}
        </Button>
      )}
    </section>
  )
}

/** What a new rule says: something that holds for some records, to be changed. */
function firstCondition(entity: Entity): string {
  const choice = entity.fields.find(({ type, options }) => type === 'choice' && options?.length)
  const value = choice?.options?.[0]?.value
  if (choice && value) return `${choice.name} == '${value}'`
  const yes = entity.fields.find(({ type, system }) => type === 'boolean' && !system)
  if (yes) return yes.name
  return `${entity.fields.find(({ filterable }) => filterable !== false)?.name ?? 'created_at'} != nil`
}

interface ColorPickerProps {
  label: string
  color: string
  onColor: (color: string) => void
}

function ColorPicker({ label, color, onColor }: ColorPickerProps) {
  const { t } = useWords()
  return (
    <Popover
      label={label}
      trigger={(props) => (
        <button type="button" className={`b-view-dot m-pill--${color}`} aria-label={label} {...props} />
      )}
    >
      {(close) => (
        <div className="b-view-dots">
          {colorNames.map((name) => (
            <button
              key={name}
              type="button"
              className={`b-view-dot m-pill--${name}`}
              aria-label={t(`design.core.color.${name}`)}
              aria-pressed={name === color}
              onClick={() => {
                close()
                onColor(name)
              }}
            />
          ))}
        </div>
      )}
    </Popover>
  )
}
