import type { CellAccess, Field } from '@mortise/sdk'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useCondition } from '@/lib/condition/useFacts.ts'
import { FormField } from './FormField.tsx'
import { tabsOf } from './tabs.ts'
import type { Section } from './useSections.ts'
import './form.css'

interface FormSectionsProps {
  sections: Section[]
  access: (field: Field) => CellAccess
  open: boolean
}

/**
 * The sections of a form; labels, inputs and notes of a line share their heights. Sections of several
 * tabs are drawn one below the other, under the names of those.
 */
export function FormSections({ sections, access, open }: FormSectionsProps) {
  const { t } = useTranslation()
  const tabs = useMemo(() => tabsOf(sections, t('record.details')), [sections, t])
  const first = sections[0]?.fields.find((field) => access(field) === 'write')
  return tabs.map((tab) => {
    const drawn = tab.sections.map((section, at) => (
      <FormSection
        // biome-ignore lint/suspicious/noArrayIndexKey: sections have no identity but their place
        key={at}
        section={section}
        access={access}
        open={open}
        first={first}
        below={tabs.length > 1}
      />
    ))
    if (tabs.length < 2) return drawn
    return (
      // No landmark: its sections are, and one of them may be called the same.
      <div key={tab.id} className="r-part">
        <h2>{tab.title}</h2>
        {drawn}
      </div>
    )
  })
}

interface FormSectionProps extends Omit<FormSectionsProps, 'sections'> {
  section: Section
  first: Field | undefined
  /** It stands under the name of its tab. */
  below: boolean
}

function FormSection({ section, access, open, first, below }: FormSectionProps) {
  const visible = useCondition(section.visible) !== false
  if (!visible) return null
  const Heading = below ? 'h3' : 'h2'
  return (
    <section className="r-section" aria-label={section.title}>
      {section.title && <Heading>{section.title}</Heading>}
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
