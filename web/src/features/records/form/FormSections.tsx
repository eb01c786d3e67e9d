import type { CellAccess, Field } from '@mortise/sdk'
import { FormField } from './FormField.tsx'
import { useCondition } from './useFacts.ts'
import type { Section } from './useSections.ts'
import './form.css'

interface FormSectionsProps {
  sections: Section[]
  access: (field: Field) => CellAccess
  open: boolean
}

/** The sections of a form; labels, inputs and notes of a line share their heights. */
export function FormSections({ sections, access, open }: FormSectionsProps) {
  const first = sections[0]?.fields.find((field) => access(field) === 'write')
  return sections.map((section, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: sections have no identity but their place
    <FormSection key={at} section={section} access={access} open={open} first={first} />
  ))
}

interface FormSectionProps extends Omit<FormSectionsProps, 'sections'> {
  section: Section
  first: Field | undefined
}

function FormSection({ section, access, open, first }: FormSectionProps) {
  const visible = useCondition(section.visible) !== false
  if (!visible) return null
  return (
    <section className="r-section" aria-label={section.title}>
      {section.title && <h2>{section.title}</h2>}
      <div className={section.columns === 1 ? 'r-columns r-columns--one' : 'r-columns'}>
        {section.fields.map((field) => (
          <FormField
            key={field.name}
            field={field}
            access={access(field)}
            open={open}
            autoFocus={open && field === first}
          />
        ))}
      </div>
    </section>
  )
}
