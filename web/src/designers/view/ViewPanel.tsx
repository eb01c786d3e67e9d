import { RotateCcw } from 'lucide-react'
import { Button } from '@/components/Button.tsx'
import { ConditionProperty } from '../core/condition/ConditionProperty.tsx'
import { listAt, textAt } from '../core/document.ts'
import { IconPicker } from '../core/IconPicker.tsx'
import { ManyProperty, NumberProperty, SelectProperty, TextProperty } from '../core/Property.tsx'
import { titleIn, withTitle } from '../core/title.ts'
import { useWords } from '../core/useBench.ts'
import { useRoles } from '../core/useRoles.ts'
import { ColorsProperty } from './ColorsProperty.tsx'
import { useViewDesign } from './design.ts'
import { KindProperty } from './KindProperty.tsx'
import { kindIcons } from './kindIcons.ts'
import { type FieldMember, fieldsFor, kindOf, membersOf, neededBy } from './kinds.ts'
import { PanelFrame } from './PanelFrame.tsx'
import { SortProperty } from './SortProperty.tsx'

/** What the view says of itself. */
export function ViewPanel() {
  const { t, language } = useWords()
  const { entity, name, views, view, exists, edits } = useViewDesign()
  const { roles } = useRoles()
  const kind = kindOf(view)
  const title = titleIn(view.title, language)
  return (
    <PanelFrame title={title || name} about={t('design.view.viewProperties')}>
      <div data-member="title">
        <TextProperty
          label={t('design.view.prop.title')}
          value={title}
          problem={title === '' ? t('design.view.titleNeeded') : undefined}
          onChange={(value) => edits.set({ title: withTitle(view.title, language, value) ?? '' }, 'title')}
        />
      </div>
      <KindProperty />
      {membersOf[kind].map((member) => (
        <FieldProperty key={member} member={member} />
      ))}
      <div data-member="filter">
        <ConditionProperty
          use="filter"
          label={t('design.view.prop.filter')}
          hint={t('design.view.filterHint')}
          entity={entity.name}
          value={textAt(view, 'filter')}
          onChange={(value) => edits.set({ filter: value || undefined }, 'filter')}
        />
      </div>
      <SortProperty />
      <ColorsProperty />
      <div data-member="default_for">
        <ManyProperty
          label={t('design.view.prop.defaultFor')}
          hint={t('design.view.defaultForHint')}
          placeholder={t('design.view.nobody')}
          value={listAt<string>(view, 'default_for')}
          choices={roles.map((role) => ({ value: role.name, label: role.title }))}
          onChange={edits.beginWith}
        />
      </div>
      <p className="b-view-hint">{t('design.view.whoSees', { title: entity.plural || entity.title })}</p>
      <details className="b-view-more">
        <summary>{t('design.view.advanced')}</summary>
        <div data-member="icon">
          <IconPicker
            icon={textAt(view, 'icon')}
            none={kindIcons[kindOf(view)]}
            onIcon={(icon) => edits.set({ icon: icon || undefined })}
          />
        </div>
        <NumberProperty
          label={t('design.view.prop.order')}
          hint={t('design.view.orderHint')}
          value={typeof view.order === 'number' ? view.order : undefined}
          min={-100000}
          max={100000}
          step={1}
          onChange={(value) =>
            edits.set({ order: value === undefined ? undefined : Math.round(value) }, 'order')
          }
        />
        <p className="b-view-hint b-mono">{name}</p>
      </details>
      {exists && views.length === 1 && (
        <Button icon={<RotateCcw size={14} />} onClick={() => edits.removeView(name)}>
          {t('design.view.automatic')}
        </Button>
      )}
    </PanelFrame>
  )
}

/** A field that the kind of the view names. */
function FieldProperty({ member }: { member: FieldMember }) {
  const { t } = useWords()
  const { entity, view, edits, titleOf } = useViewDesign()
  const kind = kindOf(view)
  const needed = neededBy(kind) === member
  const value = textAt(view, member)
  const fields = fieldsFor(entity, kind, member)
  const named = value && !fields.some(({ name }) => name === value) ? [value] : []
  const text = kind === 'table' ? 'rows' : member
  return (
    <div data-member={member}>
      <SelectProperty
        label={t(`design.view.prop.${text}`)}
        hint={t(`design.view.memberHint.${text}`)}
        problem={needed && value === '' ? t(`design.view.needs.${kind}`) : undefined}
        value={value || undefined}
        none={needed ? undefined : t('design.view.none')}
        choices={[...fields.map(({ name }) => name), ...named].map((name) => ({
          value: name,
          label: titleOf(name),
        }))}
        onChange={(next) => edits.set({ [member]: next })}
      />
    </div>
  )
}
