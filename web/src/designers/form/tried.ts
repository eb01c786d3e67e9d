import type { Condition, Entity, Field, Form } from '@mortise/sdk'
import { type Doc, textAt } from '../core/document.ts'
import { describedEntity, fieldDoc, fieldsOf, isRequired } from '../core/entity.ts'
import { optionsOf } from '../core/options.ts'
import { titleIn } from '../core/title.ts'
import type { Named } from '../core/useBench.ts'
import { contentOf, fieldNames, sectionsOf } from './commands.ts'

const fieldConditions = ['x-visible', 'x-required', 'x-read-only'] as const

/** The conditions of an entity and of the sections of its form, each once. */
export function conditionsOf(entity: Doc, form: Doc): string[] {
  const ofFields = fieldsOf(entity).flatMap(({ doc }) => fieldConditions.map((member) => textAt(doc, member)))
  const ofSections = sectionsOf(form).map((section) => textAt(section, 'visible'))
  return [...new Set([...ofFields, ...ofSections])].filter((source) => source !== '')
}

/** What is drawn to be tried: an entity and its form as pages of records know them. */
export interface Tried {
  entity: Entity
  form: Form
}

interface Designed {
  entity: Doc
  form: Doc
  language: string
  /** Lists of options that fields share. */
  choices: readonly Named[]
  /** The conditions that the server has read; others are left out. */
  conditions: readonly Condition[]
}

/** A designed form as pages of records know forms. */
export function triedForm({ entity, form, language, choices, conditions }: Designed): Tried {
  const known = (source: string) =>
    source === '' ? undefined : conditions.find((condition) => condition.source === source)
  const drawn = describedEntity(entity, language, (name) => name)
  return {
    entity: {
      ...drawn,
      fields: drawn.fields.map((field): Field => {
        const doc = fieldDoc(entity, field.name)
        const shared = choices.find(({ name }) => name === textAt(doc, 'x-choices'))
        return {
          ...field,
          required: isRequired(entity, field.name) || undefined,
          options: shared ? optionsOf(shared.doc, language) : field.options,
          visibleIf: known(textAt(doc, 'x-visible')),
          requiredIf: known(textAt(doc, 'x-required')),
          readOnlyIf: known(textAt(doc, 'x-read-only')),
        }
      }),
    },
    form: {
      name: textAt(form, 'name'),
      sections: sectionsOf(form).map((section) => ({
        title: titleIn(section.title, language) || undefined,
        tab: titleIn(section.tab, language) || undefined,
        columns: Number(section.columns) || 1,
        collapsed: section.collapsed === true || undefined,
        visible: known(textAt(section, 'visible')),
        fields: contentOf(section) === 'fields' ? [...fieldNames(section)] : undefined,
        text: titleIn(section.text, language) || undefined,
        related: textAt(section, 'related') || undefined,
      })),
    },
  }
}
