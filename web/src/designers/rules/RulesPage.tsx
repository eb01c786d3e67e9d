import { Plus, Trash2 } from 'lucide-react'
import { Button, IconButton } from '@/components/Button.tsx'
import { ConditionProperty } from '../core/condition/ConditionProperty.tsx'
import { type Doc, keyOf, listAt, textAt } from '../core/document.ts'
import { fieldsOf } from '../core/entity.ts'
import { type Choice, ManyProperty, SelectProperty, SwitchProperty, TextProperty } from '../core/Property.tsx'
import { titleIn, withTitle } from '../core/title.ts'
import { useDoc, useWords, useWorkbench } from '../core/useBench.ts'
import { addRule, type RuleKind, removeRule, ruleKinds, rulesOf, setRule } from './rules.ts'
import './rules.css'

/** What must hold for records, and what makes two of them the same. */
export default function RulesPage({ entity }: { entity: string }) {
  const { t, language } = useWords()
  const bench = useWorkbench()
  const doc = useDoc('entity', entity)
  if (!doc) return null
  const fields = fieldsOf(doc).map(({ name, doc: field }) => ({
    value: name,
    label: titleIn(field.title, language) || name,
  }))
  const put = (change: (entity: Doc) => Doc, run?: string) =>
    bench.do({
      label: t('design.rules.did'),
      changes: { [keyOf('entity', entity)]: change(bench.get(keyOf('entity', entity)) ?? doc) },
      run: run && `${entity}.${run}`,
    })
  const [first] = fields
  return (
    <div className="b-rules">
      {ruleKinds.map((kind) => (
        <section key={kind} aria-labelledby={`rules-${kind}`}>
          <header>
            <h2 id={`rules-${kind}`}>{t(`design.rules.kind.${kind}`)}</h2>
            <p>{t(`design.rules.help.${kind}`)}</p>
          </header>
          {rulesOf(doc, kind).map((rule, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a rule has nothing but its place to be known by
            <div key={`${kind}/${at}`} className="b-rule">
              <RuleFields
                entity={entity}
                kind={kind}
                rule={rule}
                fields={fields}
                set={(members, run) =>
                  put((now) => setRule(now, kind, at, members), run && `${kind}.${at}.${run}`)
                }
              />
              <IconButton
                label={t('design.rules.remove', { at: at + 1 })}
                icon={<Trash2 size={14} />}
                onClick={() => put((now) => removeRule(now, kind, at))}
              />
            </div>
          ))}
          <Button
            icon={<Plus size={14} />}
            disabled={!first}
            onClick={() => put((now) => addRule(now, kind, first ? [first.value] : []))}
          >
            {t(`design.rules.add.${kind}`)}
          </Button>
        </section>
      ))}
    </div>
  )
}

interface RuleFieldsProps {
  entity: string
  kind: RuleKind
  rule: Doc
  fields: readonly Choice[]
  set: (members: { [member: string]: unknown }, run?: string) => void
}

const orNothing = (list: readonly string[]) => (list.length > 0 ? list : undefined)

function RuleFields({ entity, kind, rule, fields, set }: RuleFieldsProps) {
  const { t, language } = useWords()
  const text = (member: string) => (
    <ConditionProperty
      label={t(`design.rules.prop.${kind}.${member}`)}
      entity={entity}
      hint={t(`design.rules.example.${member}`)}
      use={kind === 'x-unique' ? 'filter' : 'condition'}
      value={textAt(rule, member)}
      onChange={(value) => set({ [member]: value || undefined }, member)}
    />
  )
  const many = (member: string) => (
    <ManyProperty
      label={t(`design.rules.prop.${kind}.${member}`)}
      value={listAt<string>(rule, member)}
      choices={fields}
      onChange={(value) => set({ [member]: kind === 'x-validations' ? orNothing(value) : value })}
    />
  )
  return (
    <div className="b-rule__fields">
      {kind === 'x-validations' && (
        <>
          {text('when')}
          {text('holds')}
          {many('require')}
        </>
      )}
      {kind === 'x-unique' && (
        <>
          {many('fields')}
          {text('where')}
        </>
      )}
      {kind === 'x-duplicates' && (
        <>
          {many('match')}
          <SelectProperty
            label={t('design.rules.prop.x-duplicates.compare')}
            none={t('design.rules.compare.type')}
            value={textAt(rule, 'compare') || undefined}
            choices={['exact', 'case', 'letters'].map((value) => ({
              value,
              label: t(`design.rules.compare.${value}`),
            }))}
            onChange={(value) => set({ compare: value })}
          />
          <SwitchProperty
            label={t('design.rules.prop.x-duplicates.reveal')}
            value={rule.reveal === 'owner'}
            onChange={(value) => set({ reveal: value ? 'owner' : undefined })}
          />
          <SwitchProperty
            label={t('design.rules.prop.x-duplicates.refuse')}
            value={rule.refuse !== false}
            onChange={(value) => set({ refuse: value ? undefined : false })}
          />
        </>
      )}
      <TextProperty
        label={t('design.rules.message')}
        placeholder={t('design.rules.messageHint')}
        value={titleIn(rule.message, language)}
        onChange={(value) => set({ message: withTitle(rule.message, language, value) }, 'message')}
      />
    </div>
  )
}
