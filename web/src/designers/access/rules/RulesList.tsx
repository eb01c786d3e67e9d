import { Plus, Trash2 } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { Button, IconButton } from '@/components/Button.tsx'
import { MenuItem } from '@/components/MenuItem.tsx'
import { Popover } from '@/components/Popover.tsx'
import type { Doc, Key } from '../../core/document.ts'
import { titleIn } from '../../core/title.ts'
import { type Named, useDocs, useWords } from '../../core/useBench.ts'
import { type RuleKind, ruleKinds } from './commands.ts'
import { plainly, sentenceOf } from './sentence.ts'
import type { RuleEdits } from './useRuleEdits.ts'
import { type RuleChoices, useRuleWords } from './useRuleWords.ts'

interface RulesListProps {
  entity: string
  doc: Doc
  chosen: Key | undefined
  edits: RuleEdits
  onChoose: (key: Key | undefined) => void
}

/** Every rule on the records of an entity, each as a sentence. */
export function RulesList({ entity, doc, chosen, edits, onChoose }: RulesListProps) {
  const { t } = useWords()
  const choices = useRuleWords(doc)
  const list = useRef<HTMLDivElement>(null)
  const add = (kind: RuleKind) => onChoose(edits.add(kind))
  const remove = (key: Key) => {
    const next = neighbour(list.current, key)
    edits.remove(key)
    if (chosen === key) onChoose(undefined)
    requestAnimationFrame(() =>
      (next ?? list.current?.querySelector<HTMLElement>('.b-access-rules__add'))?.focus(),
    )
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-rule]')
    if (!row || event.altKey || event.ctrlKey || event.metaKey) return
    if (event.key === 'Delete') remove(row.dataset.rule as Key)
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') step(list.current, row, event.key)
    else return
    event.preventDefault()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the buttons within
    <div ref={list} className="b-access-rules" onKeyDown={onKeyDown}>
      <div className="b-access-rules__head">
        <p>{t('design.access.rules.lead')}</p>
        <AddRule onAdd={add} />
      </div>
      {ruleKinds.map((kind) => (
        <RuleGroup
          key={kind}
          kind={kind}
          entity={entity}
          choices={choices}
          chosen={chosen}
          onChoose={onChoose}
          onRemove={remove}
        />
      ))}
    </div>
  )
}

const rowsOf = (list: HTMLElement | null) => [...(list?.querySelectorAll<HTMLElement>('[data-rule]') ?? [])]

/** The row that has the focus when one is gone: the next, else the one before. */
function neighbour(list: HTMLElement | null, key: Key): HTMLElement | undefined {
  const rows = rowsOf(list)
  const at = rows.findIndex((row) => row.dataset.rule === key)
  return rows[at + 1] ?? rows[at - 1]
}

function step(list: HTMLElement | null, row: HTMLElement, key: string): void {
  const rows = rowsOf(list)
  rows[rows.indexOf(row) + (key === 'ArrowDown' ? 1 : -1)]?.focus()
}

function AddRule({ onAdd }: { onAdd: (kind: RuleKind) => void }) {
  const { t } = useWords()
  return (
    <Popover
      kind="menu"
      align="end"
      width={300}
      label={t('design.access.rules.add')}
      trigger={(props) => (
        <Button className="b-access-rules__add" icon={<Plus size={14} />} {...props}>
          {t('design.access.rules.add')}
        </Button>
      )}
    >
      {(close) =>
        ruleKinds.map((kind) => (
          <MenuItem
            key={kind}
            onSelect={() => {
              close()
              onAdd(kind)
            }}
          >
            {t(`design.access.rules.new.${kind}`)}
          </MenuItem>
        ))
      }
    </Popover>
  )
}

interface RuleGroupProps {
  kind: RuleKind
  entity: string
  choices: RuleChoices
  chosen: Key | undefined
  onChoose: (key: Key) => void
  onRemove: (key: Key) => void
}

function RuleGroup({ kind, entity, choices, chosen, onChoose, onRemove }: RuleGroupProps) {
  const { t } = useWords()
  const rules = useDocs(kind, entity)
  return (
    <section className="b-access-rules__group">
      <h2>{t(`design.access.rules.kind.${kind}`)}</h2>
      {rules.length === 0 && <p className="b-access-rules__none">{t(`design.access.rules.none.${kind}`)}</p>}
      {rules.length > 0 && (
        <ul>
          {rules.map((rule) => (
            <RuleRow
              key={rule.key}
              kind={kind}
              rule={rule}
              choices={choices}
              chosen={rule.key === chosen}
              onChoose={onChoose}
              onRemove={onRemove}
            />
          ))}
        </ul>
      )}
    </section>
  )
}

interface RuleRowProps {
  kind: RuleKind
  rule: Named
  choices: RuleChoices
  chosen: boolean
  onChoose: (key: Key) => void
  onRemove: (key: Key) => void
}

function RuleRow({ kind, rule: { key, doc }, choices, chosen, onChoose, onRemove }: RuleRowProps) {
  const { t, language } = useWords()
  const clauses = sentenceOf(kind, doc, choices.words)
  const title = titleIn(doc.title, language)
  const row = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (chosen) row.current?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  return (
    <li ref={row} className="b-access-rules__row" data-chosen={chosen || undefined}>
      <button
        type="button"
        className="b-access-rules__one"
        data-rule={key}
        aria-pressed={chosen}
        onClick={() => onChoose(key)}
      >
        {title && <strong className="truncate">{title}</strong>}
        <span className="b-access-rules__sentence">
          {clauses.map(({ text, code }) => (
            <span key={`${text}${code ?? ''}`} className="b-access-rules__clause">
              {text}
              {code && <code>{code}</code>}
            </span>
          ))}
        </span>
      </button>
      <IconButton
        label={t('design.access.rules.removeOne', { rule: title || plainly(clauses) })}
        icon={<Trash2 size={14} />}
        onClick={() => onRemove(key)}
      />
    </li>
  )
}
