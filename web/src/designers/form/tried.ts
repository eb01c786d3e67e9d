import type { Condition, Entity, Form } from '@mortise/sdk'
import { type Doc, textAt } from '../core/document.ts'
import { describedEntity, isRequired } from '../core/entity.ts'
import { titleIn } from '../core/title.ts'
import { contentOf, fieldNames, sectionsOf } from './commands.ts'

/** What is drawn to be tried: an entity and its form as pages of records know them. */
export interface Tried {
  entity: Entity
  form: Form
}

/**
 * A designed form as pages of records know forms. The server, which reads conditions, has told of the
 * same draft what it is; what it told nothing of, such as of fields that the designer may not read, is
 * drawn without conditions.
 */
export function triedForm(entityDoc: Doc, form: Doc, language: string, told: Entity | undefined): Tried {
  const drawn = describedEntity(entityDoc, language, (name) => name)
  const fields = drawn.fields.map((field) => ({
    ...field,
    required: isRequired(entityDoc, field.name) || undefined,
    ...told?.fields.find(({ name }) => name === field.name),
  }))
  const known = new Map<string, Condition>()
  for (const { visible } of told?.forms?.flatMap(({ sections }) => sections) ?? [])
    if (visible) known.set(visible.source, visible)
  return {
    entity: { ...drawn, fields },
    form: {
      name: textAt(form, 'name'),
      sections: sectionsOf(form).map((section) => {
        const common = {
          title: titleIn(section.title, language) || undefined,
          tab: titleIn(section.tab, language) || undefined,
          columns: Number(section.columns) || 1,
          collapsed: section.collapsed === true || undefined,
          visible: known.get(textAt(section, 'visible')),
        }
        if (contentOf(section) === 'text') return { ...common, text: titleIn(section.text, language) }
        if (contentOf(section) === 'related') return { ...common, related: textAt(section, 'related') }
        return { ...common, fields: [...fieldNames(section)] }
      }),
    },
  }
}
