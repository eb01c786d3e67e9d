import type { Entity } from '@mortise/sdk'
import type { Access } from './access.ts'
import type { Both, DraftEntity } from './definitions.ts'

/** An entity as one caller may know it, in his language. */
export function describeEntity(draft: DraftEntity, access: Access, chinese: boolean): Entity {
  const words = (both: Both) => both[chinese ? 0 : 1]
  const known = (name: string) => access.knows(draft.name, name)
  return {
    name: draft.name,
    title: words(draft.title),
    plural: words(draft.plural),
    icon: draft.icon,
    color: draft.color,
    label: draft.label,
    owner: draft.owner,
    package: draft.package,
    menu: draft.menu,
    actions: access.actions(draft.name),
    fields: draft.fields
      .filter((field) => known(field.name))
      .map((field) => ({
        sortable: true,
        filterable: true,
        ...field,
        title: words(field.title),
        help: field.help && words(field.help),
        options: field.options?.map((option) => ({ ...option, title: words(option.title) })),
      })),
    views: draft.views.map((view) => ({
      ...view,
      title: words(view.title),
      columns: view.columns.filter(([field]) => known(field)).map(([field, width]) => ({ field, width })),
    })),
    forms: (draft.forms ?? []).map((form) => ({
      name: form.name,
      stage: form.stage,
      sections: form.sections.map((section) => ({
        ...section,
        title: section.title && words(section.title),
        fields: section.fields.filter(known),
      })),
    })),
  }
}
