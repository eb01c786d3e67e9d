import { Trash2, X } from 'lucide-react'
import { type FunctionComponent, useRef } from 'react'
import { IconButton } from '@/components/Button.tsx'
import { type Doc, type Key, kindOf, nameOf, withMembers } from '../../core/document.ts'
import { TextProperty } from '../../core/Property.tsx'
import { titleIn, withTitle } from '../../core/title.ts'
import { useAt } from '../../core/useAt.ts'
import { useBench, useWords, useWorkbench } from '../../core/useBench.ts'
import { RegoPanel } from '../RegoPanel.tsx'
import type { RuleKind } from './commands.ts'
import { type EditorProps, Group } from './editor.tsx'
import { GrantEditor } from './GrantEditor.tsx'
import { PoolEditor } from './PoolEditor.tsx'
import { MaskEditor, ObligationEditor, RestrictionEditor } from './RestrictionEditors.tsx'
import { SharingEditor } from './SharingEditor.tsx'
import { memberAt, plainly, sentenceOf } from './sentence.ts'
import { useRuleWords } from './useRuleWords.ts'

const editors: { [kind in RuleKind]: FunctionComponent<EditorProps> } = {
  grant: GrantEditor,
  restriction: RestrictionEditor,
  mask: MaskEditor,
  sharing: SharingEditor,
  pool: PoolEditor,
  obligation: ObligationEditor,
}

interface RulePanelProps {
  entity: string
  doc: Doc
  /** Which rule. */
  rule: Key
  onRemove: () => void
  onClose: () => void
}

/** All that a rule says, and the policy that it becomes. */
export function RulePanel({ entity, doc, rule: key, onRemove, onClose }: RulePanelProps) {
  const { t, language } = useWords()
  const bench = useWorkbench()
  const rule = useBench().documents.get(key)
  const choices = useRuleWords(doc)
  const body = useRef<HTMLDivElement>(null)
  useAt((pointer) => {
    const place = body.current?.querySelector<HTMLElement>(`[data-member="${CSS.escape(memberAt(pointer))}"]`)
    if (!place || place.querySelector('.m-skeleton')) return false
    for (let at = place.closest('details'); at; at = at.parentElement?.closest('details') ?? null)
      at.open = true
    place.querySelector<HTMLElement>('input, textarea, button')?.focus()
    return true
  })
  if (!rule) return <p className="b-access__empty">{t('design.access.rules.gone')}</p>
  const kind = kindOf(key) as RuleKind
  const Editor = editors[kind]
  const sentence = plainly(sentenceOf(kind, rule, choices.words))
  const title = titleIn(rule.title, language)
  const change = (next: (rule: Doc) => Doc, run?: string) =>
    bench.do({
      label: t('design.access.rules.did.change', { rule: title || t(`design.core.kind.${kind}`) }),
      changes: { [key]: next(bench.get(key) ?? rule) },
      run: run && `${run}:${key}`,
    })
  return (
    <>
      <header className="b-access-rule-head">
        <div>
          <h2 className="truncate">{title || t(`design.core.kind.${kind}`)}</h2>
          {title && <p>{t(`design.core.kind.${kind}`)}</p>}
        </div>
        <IconButton label={t('design.access.rules.remove')} icon={<Trash2 size={15} />} onClick={onRemove} />
        <IconButton label={t('design.access.rules.close')} icon={<X size={15} />} onClick={onClose} />
      </header>
      <div ref={body} className="b-access-rule-body">
        <p className="b-access-rule-says">{sentence}</p>
        <TextProperty
          label={t('design.access.rules.prop.title')}
          placeholder={t('design.access.rules.noTitle')}
          value={title}
          onChange={(value) =>
            change((now) => {
              const next = withTitle(now.title, language, value)
              return withMembers(now, { title: kind === 'pool' ? (next ?? nameOf(key)) : next })
            }, 'title')
          }
        />
        <Editor entity={doc} rule={rule} choices={choices} change={change} />
        <Group title={t('design.access.rules.advanced')}>
          <p className="b-prop__hint">{t('design.access.rules.hint.name')}</p>
          <code className="b-mono b-access-rule-name">{nameOf(key)}</code>
        </Group>
        <Group title={t('design.access.rego.title')}>
          <RegoPanel entity={entity} rule={key} />
        </Group>
      </div>
    </>
  )
}
