import { ConditionProperty } from '../core/condition/ConditionProperty.tsx'
import { textAt } from '../core/document.ts'
import { SelectProperty, SwitchProperty, TextProperty } from '../core/Property.tsx'
import { titleIn, withTitle } from '../core/title.ts'
import { useWords } from '../core/useBench.ts'
import { contentOf, sectionsOf } from './commands.ts'
import { useFormDesign } from './design.ts'
import { PanelFrame } from './PanelFrame.tsx'
import { tabAt, tabsOf } from './tabs.ts'

/** What a section says of itself. */
export function SectionPanel({ at }: { at: number }) {
  const { t, language } = useWords()
  const { entity, form, edits, sectionTitle, tabTitle } = useFormDesign()
  const section = sectionsOf(form)[at]
  if (!section) return null
  const content = contentOf(section)
  const title = titleIn(section.title, language)
  const tabs = tabsOf(form)
  // One that is closed shows its title alone.
  const folds = title !== '' || content === 'related' || section.collapsed === true
  return (
    <PanelFrame title={sectionTitle(at)} about={t(`design.form.content.${content}`)}>
      <TextProperty
        label={t('design.form.prop.title')}
        value={title}
        onChange={(value) =>
          edits.setSection(at, { title: withTitle(section.title, language, value) }, 'title')
        }
      />
      {content === 'text' && (
        <TextProperty
          long
          label={t('design.form.prop.text')}
          hint={t('design.form.textHint')}
          value={titleIn(section.text, language)}
          onChange={(value) =>
            edits.setSection(at, { text: withTitle(section.text, language, value) ?? '' }, 'text')
          }
        />
      )}
      {tabs.length > 1 && (
        <SelectProperty
          label={t('design.form.prop.tab')}
          value={String(tabAt(form, at))}
          choices={tabs.map((_, tab) => ({ value: String(tab), label: tabTitle(tab) }))}
          onChange={(value) => edits.sectionToTab(at, tabs[Number(value)]?.tab)}
        />
      )}
      {content === 'fields' && (
        <SelectProperty
          label={t('design.form.prop.columns')}
          value={String(Number(section.columns) || 1)}
          choices={[1, 2, 3].map((count) => ({
            value: String(count),
            label: t('design.form.columns', { count }),
          }))}
          onChange={(value) => edits.setColumns(at, Number(value))}
        />
      )}
      <SwitchProperty
        label={t('design.form.prop.collapsed')}
        hint={folds ? undefined : t('design.form.collapsedHint')}
        value={section.collapsed === true}
        disabled={!folds}
        onChange={(value) => edits.setSection(at, { collapsed: value || undefined })}
      />
      <ConditionProperty
        label={t('design.form.prop.visible')}
        hint={t('design.form.sectionVisibleHint')}
        entity={entity}
        value={textAt(section, 'visible')}
        onChange={(value) => edits.setSection(at, { visible: value || undefined }, 'visible')}
      />
    </PanelFrame>
  )
}
