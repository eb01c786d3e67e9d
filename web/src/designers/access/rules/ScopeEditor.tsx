import { Plus, Trash2 } from 'lucide-react'
import { Button, IconButton } from '@/components/Button.tsx'
import { type Doc, textAt } from '../../core/document.ts'
import { ManyProperty, SelectProperty, SwitchProperty, TextProperty } from '../../core/Property.tsx'
import { useWords } from '../../core/useBench.ts'
import { scopeKinds } from './choices.ts'
import { PathProperty } from './PathProperty.tsx'
import { hasSetting, partsOf, type ScopePart, scopeFrom, withKind, withSetting } from './scope.ts'
import type { RuleChoices } from './useRuleWords.ts'

interface ScopeEditorProps {
  label: string
  entity: Doc
  scope: unknown
  choices: RuleChoices
  onChange: (scope: unknown) => void
}

/** A scope has so many parts at most. */
const most = 10

/** Which records: parts that add up, each with its settings. */
export function ScopeEditor({ label, entity, scope, choices, onChange }: ScopeEditorProps) {
  const { t } = useWords()
  const parts = partsOf(scope)
  const put = (at: number, part: ScopePart | undefined) =>
    onChange(scopeFrom(parts.flatMap((one, nth) => (nth === at ? (part ? [part] : []) : [one]))))
  const free = scopeKinds.find((kind) => kind !== 'none' && !parts.some((part) => part.kind === kind))
  return (
    <fieldset className="b-access-scopes">
      <legend>{label}</legend>
      {parts.map((part, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts have no names
        <div key={at} className="b-access-scopes__part">
          <div className="b-access-scopes__head">
            <SelectProperty
              label={at === 0 ? t('design.access.rules.records') : t('design.access.rules.andRecords')}
              value={part.kind}
              choices={choices.named(scopeKinds, 'access.rules.scope')}
              onChange={(kind) => kind && put(at, withKind(part, kind))}
            />
            {parts.length > 1 && (
              <IconButton
                label={t('design.access.rules.removePart', { nth: at + 1 })}
                icon={<Trash2 size={14} />}
                onClick={() => put(at, undefined)}
              />
            )}
          </div>
          <PartSettings entity={entity} part={part} choices={choices} onChange={(next) => put(at, next)} />
        </div>
      ))}
      {free && parts.length > 0 && parts.length < most && parts[0]?.kind !== 'all' && (
        <Button
          look="ghost"
          icon={<Plus size={14} />}
          onClick={() =>
            onChange(scopeFrom([...parts.filter(({ kind }) => kind !== 'none'), { kind: free }]))
          }
        >
          {t('design.access.rules.addPart')}
        </Button>
      )}
    </fieldset>
  )
}

interface PartProps {
  entity: Doc
  part: ScopePart
  choices: RuleChoices
  onChange: (part: ScopePart) => void
}

function PartSettings({ entity, part, choices, onChange }: PartProps) {
  const { t } = useWords()
  const set = (setting: string, value: unknown) => onChange(withSetting(part, setting, value))
  const has = (setting: string) => hasSetting(part.kind, setting)
  return (
    <>
      {has('pool') && (
        <SelectProperty
          label={t('design.access.rules.prop.pool')}
          value={part.pool}
          none={t('design.access.rules.anyPool')}
          choices={choices.pools}
          onChange={(value) => set('pool', value)}
        />
      )}
      {has('field') && (
        <SelectProperty
          label={t('design.access.rules.prop.field')}
          value={part.field}
          choices={choices.fields}
          onChange={(value) => set('field', value)}
        />
      )}
      {has('attribute') && (
        <TextProperty
          mono
          label={t('design.access.rules.prop.attribute')}
          hint={t('design.access.rules.hint.attribute')}
          value={part.attribute ?? ''}
          onChange={(value) => set('attribute', value)}
        />
      )}
      {has('through') && (
        <PathProperty
          label={t('design.access.rules.prop.through')}
          entity={textAt(entity, 'name')}
          value={part.through ?? []}
          onChange={(value) => set('through', value)}
        />
      )}
      {has('below') && (
        <SwitchProperty
          label={t('design.access.rules.prop.below')}
          value={part.below === true}
          onChange={(value) => set('below', value)}
        />
      )}
      {has('every') && (
        <SwitchProperty
          label={t('design.access.rules.prop.every')}
          value={part.every === true}
          onChange={(value) => set('every', value)}
        />
      )}
    </>
  )
}

interface FieldNamesProps {
  label: string
  value: readonly string[]
  choices: RuleChoices
  onChange: (value: string[]) => void
  hint?: string
}

/** Any of the fields of the entity. */
export function FieldNames({ choices, ...rest }: FieldNamesProps) {
  return <ManyProperty {...rest} choices={choices.fields} />
}
