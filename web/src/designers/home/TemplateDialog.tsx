import { useState } from 'react'
import { Button } from '@/components/Button.tsx'
import { Dialog } from '@/components/Dialog.tsx'
import { EntityIcon } from '@/components/EntityIcon.tsx'
import { Pill } from '@/components/Mark.tsx'
import { type Doc, listAt, textAt } from '../core/document.ts'
import { fieldsOf, isRequired } from '../core/entity.ts'
import { titleIn } from '../core/title.ts'
import { useWords } from '../core/useBench.ts'
import './templates.css'
import { type Template, templates } from './templates.ts'

interface TemplateDialogProps {
  onCreate: (template: Template) => void
  onClose: () => void
}

/** Shows what an entity can be started from, and what each holds, before one is chosen. */
export default function TemplateDialog({ onCreate, onClose }: TemplateDialogProps) {
  const { t, language } = useWords()
  const [id, setId] = useState(templates[0]?.id)
  const chosen = templates.find((one) => one.id === id)
  return (
    <Dialog
      title={t('design.home.templateTitle')}
      closeLabel={t('action.close')}
      onClose={onClose}
      width={820}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button look="primary" disabled={!chosen} onClick={() => chosen && onCreate(chosen)}>
            {t('design.home.create')}
          </Button>
        </>
      }
    >
      <div className="b-templates">
        <fieldset className="b-templates__list">
          <legend className="sr-only">{t('design.home.template')}</legend>
          {templates.map((template) => (
            <label key={template.id} className="b-template">
              <input
                type="radio"
                name="template"
                className="sr-only"
                data-first={template.id === templates[0]?.id || undefined}
                checked={template.id === id}
                onChange={() => setId(template.id)}
              />
              <EntityIcon
                icon={textAt(template.entities[0], 'x-icon')}
                color={textAt(template.entities[0], 'x-color')}
              />
              <span className="truncate">{titleIn(template.entities[0]?.title, language)}</span>
            </label>
          ))}
        </fieldset>
        {chosen && (
          <section className="b-templates__shown" aria-live="polite" aria-label={t('design.home.holds')}>
            <p>{titleIn(chosen.about, language)}</p>
            {chosen.entities.map((entity, nth) => (
              <EntityFields key={textAt(entity, 'name')} entity={entity} titled={nth > 0} />
            ))}
          </section>
        )}
      </div>
    </Dialog>
  )
}

function EntityFields({ entity, titled }: { entity: Doc; titled: boolean }) {
  const { t, language } = useWords()
  return (
    <>
      {titled && <h3>{titleIn(entity.title, language)}</h3>}
      <ul className="b-template-fields">
        {fieldsOf(entity).map(({ name, doc }) => (
          <li key={name}>
            <span className="b-template-field__title">
              {titleIn(doc.title, language)}
              {isRequired(entity, name) && <span className="b-template-field__star"> *</span>}
            </span>
            <span className="b-template-field__type">{t(`design.core.type.${textAt(doc, 'x-field')}`)}</span>
            {listAt<Doc>(doc, 'oneOf').length > 0 && (
              <span className="b-template-field__options">
                {listAt<Doc>(doc, 'oneOf').map((option) => (
                  <Pill key={textAt(option, 'const')} color={textAt(option, 'x-color')}>
                    {titleIn(option.title, language)}
                  </Pill>
                ))}
              </span>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}
