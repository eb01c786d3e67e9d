import { type Doc, listAt, newId, textAt, withMembers } from '../core/document.ts'
import { fieldTitle } from '../core/entity.ts'
import { IconPicker } from '../core/IconPicker.tsx'
import { ManyProperty, TextProperty } from '../core/Property.tsx'
import { titleIn, withTitle } from '../core/title.ts'
import { useDocs, useWords } from '../core/useBench.ts'
import { useFormDesign } from './design.ts'
import { relatedLists } from './related.ts'

/** The most buttons that fit the head of a record. */
const most = 8

/** The buttons at the head of a record: which records they begin, what they say and by which sign they are known. */
export function ActionsProperty() {
  const { t, language } = useWords()
  const { entity, form, edits } = useFormDesign()
  const entities = useDocs('entity')
  const actions = listAt<Doc>(form, 'actions')
  const titleOf = (create: string) => {
    const [name = '', field = ''] = create.split('.')
    const doc = entities.find((one) => one.name === name)?.doc
    return `${titleIn(doc?.title, language) || name} · ${fieldTitle(doc, field, language)}`
  }
  const put = (next: readonly Doc[], run?: string) =>
    edits.setForm({ actions: next.length > 0 ? next : undefined }, run)
  const choose = (chosen: readonly string[]) =>
    put(
      chosen
        .slice(0, most)
        .map(
          (create) => actions.find((one) => textAt(one, 'create') === create) ?? { 'x-id': newId(), create },
        ),
    )
  const change = (at: number, members: Doc, run: string) =>
    put(
      actions.map((one, nth) => (nth === at ? withMembers(one, members) : one)),
      run,
    )
  return (
    <>
      <ManyProperty
        label={t('design.form.prop.actions')}
        hint={t('design.form.actionsHint')}
        placeholder={t('design.form.none')}
        value={actions.map((one) => textAt(one, 'create'))}
        choices={relatedLists(entity, entities).map(({ id }) => ({ value: id, label: titleOf(id) }))}
        onChange={choose}
      />
      {actions.map((action, at) => (
        <fieldset key={textAt(action, 'create')} className="b-form-action">
          <legend>{titleOf(textAt(action, 'create'))}</legend>
          <TextProperty
            label={t('design.form.actionTitle')}
            value={titleIn(action.title, language)}
            placeholder={t('record.newNamed', { name: titleOf(textAt(action, 'create')).split(' · ')[0] })}
            onChange={(value) =>
              change(at, { title: withTitle(action.title, language, value) }, `actions/${at}/title`)
            }
          />
          <IconPicker
            icon={textAt(action, 'icon')}
            onIcon={(icon) => change(at, { icon: icon || undefined }, `actions/${at}/icon`)}
          />
        </fieldset>
      ))}
    </>
  )
}
