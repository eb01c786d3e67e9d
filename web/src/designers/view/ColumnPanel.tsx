import { Link } from '@tanstack/react-router'
import { aggregatesOf } from '@/features/views/columns.ts'
import { textAt } from '../core/document.ts'
import { fieldDoc } from '../core/entity.ts'
import { NumberProperty, SelectProperty, SwitchProperty } from '../core/Property.tsx'
import { useWords } from '../core/useBench.ts'
import { columnsOf, narrowest, placeOf, widest } from './commands.ts'
import { useViewDesign } from './design.ts'
import { kindOf } from './kinds.ts'
import { PanelFrame } from './PanelFrame.tsx'

/** What a column says of itself. */
export function ColumnPanel({ name }: { name: string }) {
  const { t } = useWords()
  const { entity, entityDoc, view, edits, fieldOf, titleOf } = useViewDesign()
  const column = columnsOf(view)[placeOf(view, name)]
  if (!column) return null
  const field = fieldOf(name)
  const kind = kindOf(view)
  const type = field && t(`design.core.type.${field.computed ?? field.type}`, { defaultValue: field.type })
  const aggregate = textAt(column, 'aggregate')
  const possible: readonly string[] = field ? aggregatesOf(field) : []
  // One that the field cannot have is shown as it is, and can be taken away.
  const choices = aggregate && !possible.includes(aggregate) ? [...possible, aggregate] : possible
  return (
    <PanelFrame title={titleOf(name)} about={t('design.view.columnAbout', { type: type ?? name })}>
      {kind === 'table' && (
        <>
          <NumberProperty
            label={t('design.view.prop.width')}
            hint={t('design.view.widthHint')}
            value={typeof column.width === 'number' && column.width > 0 ? column.width : undefined}
            min={narrowest}
            max={widest}
            step={10}
            onChange={(value) => edits.setWidth(name, value, `width.${name}`)}
          />
          <SwitchProperty
            label={t('design.view.prop.pinned')}
            hint={t('design.view.pinnedHint')}
            value={column.pinned === true}
            onChange={(value) => edits.setColumn(name, { pinned: value || undefined })}
          />
        </>
      )}
      <SelectProperty
        label={t('design.view.prop.aggregate')}
        hint={t(kind === 'kanban' ? 'design.view.aggregateHintBoard' : 'design.view.aggregateHint')}
        value={aggregate || undefined}
        none={t('design.view.none')}
        choices={choices.map((one) => ({ value: one, label: t(`design.view.aggregate.${one}`) }))}
        onChange={(value) => edits.setColumn(name, { aggregate: value })}
      />
      {fieldDoc(entityDoc, name) ? (
        <p className="b-view-hint">
          {t('design.view.titleHint')}{' '}
          <Link
            to="/design/e/$entity/$part"
            params={{ entity: entity.name, part: 'fields' }}
            search={{ at: `/properties/${name}` }}
          >
            {t('design.view.inFields')}
          </Link>
        </p>
      ) : (
        !field && <p className="b-view-hint">{t('design.view.unknownHint')}</p>
      )}
    </PanelFrame>
  )
}
