import type { CellAccess, Field } from '@mortise/sdk'
import { lazy, Suspense, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Skeleton } from '@/components/Notice.tsx'
import { useCondition } from '@/lib/condition/useFacts.ts'
import { isEmptyValue, pointsToRecord } from '@/lib/definition.ts'
import type { Target } from '../related/relatedQuery.ts'
import { FormField } from './FormField.tsx'
import { SectionTitle } from './SectionTitle.tsx'
import { tabsOf } from './tabs.ts'
import { useFold } from './useFold.ts'
import { useForm } from './useFormStore.ts'
import type { Section } from './useSections.ts'
import './form.css'

const Markdown = lazy(() => import('@/field-types/markdown/Markdown.tsx'))
const RelatedSection = lazy(() => import('../related/RelatedSection.tsx'))

interface FormSectionsProps {
  sections: Section[]
  access: (field: Field) => CellAccess
  open: boolean
  /** The record that others lead to; not given for a new one. */
  target?: Target
}

/**
 * The sections of a form; labels, inputs and notes of a line share their heights. Sections of several
 * tabs are drawn one below the other, under the names of those.
 */
export function FormSections({ sections, access, open, target }: FormSectionsProps) {
  const { t } = useTranslation()
  const tabs = useMemo(() => tabsOf(sections, t('record.details')), [sections, t])
  const store = useForm()
  // One does not begin with a record that was chosen for him.
  const [first] = useState(() => {
    const writable = sections
      .filter((section) => !section.collapsed)
      .flatMap((section) => section.fields)
      .filter((field) => access(field) === 'write')
    const given = (field: Field) => pointsToRecord(field) && !isEmptyValue(store.field(field.name).value)
    return writable.find((field) => !given(field)) ?? writable[0]
  })
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
        target={target}
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

const grids = ['', 'r-columns r-columns--one', 'r-columns', 'r-columns r-columns--three']

function FormSection({ section, access, open, first, below, target }: FormSectionProps) {
  const { t } = useTranslation()
  const visible = useCondition(section.visible) !== false
  const fold = useFold(section)
  const { title, text, related, fields, columns } = section
  if (!visible) return null
  if (related) {
    if (!target) return null
    return (
      <div className="r-section">
        <Suspense fallback={<Skeleton width={220} />}>
          <RelatedSection related={related} target={target} title={title} below={below} fold={fold} />
        </Suspense>
      </div>
    )
  }
  return (
    <section className={columns === 3 ? 'r-section r-section--three' : 'r-section'} aria-label={title}>
      {(title || fold) && (
        <SectionTitle below={below} fold={fold}>
          {title ?? t('record.details')}
        </SectionTitle>
      )}
      <div id={fold?.panel} className={text ? undefined : grids[columns]} hidden={fold?.closed}>
        {text && (
          <Suspense fallback={<Skeleton width={220} />}>
            <Markdown text={text} top={(below ? 3 : 2) + (title ? 1 : 0)} />
          </Suspense>
        )}
        {fields.map((field) => (
          <FormField
            key={field.name}
            field={field}
            access={access(field)}
            open={open}
            autoFocus={open && field.name === first?.name}
          />
        ))}
      </div>
    </section>
  )
}
