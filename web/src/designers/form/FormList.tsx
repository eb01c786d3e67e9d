import { ArrowDown, ArrowUp, Copy, Trash2 } from 'lucide-react'
import { Button, IconButton } from '@/components/Button.tsx'
import { type Doc, type Key, keyOf, listAt, textAt } from '../core/document.ts'
import { guessName } from '../core/guess.ts'
import { titleIn, withTitle } from '../core/title.ts'
import { type Named, useDocs, useWords, useWorkbench } from '../core/useBench.ts'
import { useFormDesign } from './design.ts'
import { copyOf, isForAll, isNeverUsed, reordered, sortedForms } from './forms.ts'

/** All forms of the entity in the order in which they are tried, and who gets which. */
export function FormList({ onChoose }: { onChoose: (name: string) => void }) {
  const { t, language } = useWords()
  const bench = useWorkbench()
  const { entity, name, form, exists } = useFormDesign()
  const forms = sortedForms(useDocs('form', entity))
  const titleOf = ({ doc, name: own }: Named) =>
    titleIn(doc.title, language) || (isForAll(doc) ? t('design.form.default') : own)
  const add = () => {
    const title = t('design.form.copyTitle', {
      title: titleIn(form.title, language) || t('design.form.default'),
    })
    const taken = (part: string) =>
      bench.get(keyOf('form', `${entity}.${part}`)) !== undefined || part === 'default'
    const made = `${entity}.${guessName(title, taken, `form_${forms.length + 1}`)}`
    const changes: { [key: Key]: Doc } = {
      [keyOf('form', made)]: copyOf(form, forms, made, withTitle(undefined, language, title)),
    }
    if (!exists) changes[keyOf('form', name)] = form
    bench.do({ label: t('design.form.did.addForm', { title }), changes })
    onChoose(made)
  }
  const move = (from: number, to: number) =>
    bench.do({ label: t('design.form.did.orderForms'), changes: reordered(forms, from, to) })
  return (
    <section className="b-form-forms" aria-label={t('design.form.forms')}>
      <h3>{t('design.form.forms')}</h3>
      <p className="b-form-hint">{t('design.form.formsHint')}</p>
      <ol>
        {forms.map((one, at) => (
          <li key={one.name} aria-current={one.name === name || undefined}>
            <button type="button" className="b-form-forms__name" onClick={() => onChoose(one.name)}>
              <span className="truncate">{titleOf(one)}</span>
              <small>
                {isNeverUsed(forms, one.name) ? t('design.form.neverUsed') : <Who doc={one.doc} />}
              </small>
            </button>
            <IconButton
              label={t('design.form.earlier', { title: titleOf(one) })}
              icon={<ArrowUp size={14} />}
              disabled={at === 0}
              onClick={() => move(at, at - 1)}
            />
            <IconButton
              label={t('design.form.later', { title: titleOf(one) })}
              icon={<ArrowDown size={14} />}
              disabled={at === forms.length - 1}
              onClick={() => move(at, at + 1)}
            />
            {forms.length > 1 && (
              <IconButton
                label={t('design.form.removeForm', { title: titleOf(one) })}
                icon={<Trash2 size={14} />}
                onClick={() =>
                  bench.do({
                    label: t('design.form.did.removeForm', { title: titleOf(one) }),
                    changes: { [one.key]: undefined },
                  })
                }
              />
            )}
          </li>
        ))}
      </ol>
      <Button icon={<Copy size={14} />} onClick={add}>
        {t('design.form.addForm')}
      </Button>
    </section>
  )
}

/** Who gets a form, and for which records. */
function Who({ doc }: { doc: Doc }) {
  const { t, language } = useWords()
  const roles = useDocs('role')
  const names = listAt<string>(doc, 'roles').map(
    (name) => titleIn(roles.find((role) => role.name === name)?.doc.title, language) || name,
  )
  const when = textAt(doc, 'when')
  const who = names.length > 0 ? names.join(', ') : t('design.form.everybody')
  return when === '' ? who : t('design.form.whoWhen', { who, when })
}
