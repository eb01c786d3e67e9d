import { GripVertical, Plus, Star, X } from 'lucide-react'
import { type KeyboardEvent, useRef, useState } from 'react'
import { IconButton } from '@/components/Button.tsx'
import { colorNames } from '@/components/colors.ts'
import { Popover } from '@/components/Popover.tsx'
import { type Doc, textAt } from '../core/document.ts'
import { DropLine, useDrag, useDrop } from '../core/drag.tsx'
import '../core/icons.css'
import { newOptions, splitTitles } from '../core/newEntity.ts'
import { titleIn, withTitle } from '../core/title.ts'
import { useWords } from '../core/useBench.ts'
import { moveOption, optionsOf, setOption, withOptions } from './commands.ts'
import type { SetMember } from './FieldPanel.tsx'
import './options.css'
import type { EntityEdits } from './useEntityEdits.ts'

interface OptionsEditorProps {
  name: string
  doc: Doc
  set: SetMember
  edits: EntityEdits
}

/** The options of a choice: title, colour, order, which one new records begin with. */
export function OptionsEditor({ name, doc, set, edits }: OptionsEditorProps) {
  const { t } = useWords()
  const options = optionsOf(doc)
  const list = useRef<HTMLUListElement>(null)
  const [fresh, setFresh] = useState('')
  const add = () => {
    const titles = splitTitles(fresh)
    if (titles.length > 0) edits.change(name, (now) => withOptions(now, name, newOptions(titles, options)))
    setFresh('')
  }
  const move = (from: number, to: number) => {
    edits.change(name, (now) => moveOption(now, name, from, to))
    requestAnimationFrame(() => list.current?.querySelectorAll<HTMLElement>('.b-option__grip')[to]?.focus())
  }
  const defaults = [doc.default].flat()
  const toggle = (value: string) => {
    if (textAt(doc, 'x-field') === 'choice') return set('default', doc.default === value ? undefined : value)
    const next = defaults.includes(value) ? defaults.filter((one) => one !== value) : [...defaults, value]
    set('default', next.filter((one) => one !== undefined).length > 0 ? next.filter(Boolean) : undefined)
  }
  return (
    <fieldset className="b-options">
      <legend>{t('design.entity.options')}</legend>
      <ul ref={list}>
        {options.map((option, at) => (
          <OptionRow
            key={String(option['x-id'] ?? option.const)}
            name={name}
            option={option}
            at={at}
            isDefault={defaults.includes(option.const)}
            onDefault={() => toggle(textAt(option, 'const'))}
            onMove={move}
            onRemove={() =>
              edits.change(name, (now) =>
                withOptions(
                  now,
                  name,
                  options.filter((one) => one !== option),
                ),
              )
            }
            edits={edits}
          />
        ))}
      </ul>
      <div className="b-option b-option--new">
        <Plus size={14} aria-hidden="true" />
        <input
          value={fresh}
          aria-label={t('design.entity.addOption')}
          placeholder={t('design.entity.addOption')}
          onChange={(event) => setFresh(event.target.value)}
          onBlur={add}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.nativeEvent.isComposing) add()
          }}
        />
      </div>
    </fieldset>
  )
}

interface OptionRowProps {
  name: string
  option: Doc
  at: number
  isDefault: boolean
  onDefault: () => void
  onMove: (from: number, to: number) => void
  onRemove: () => void
  edits: EntityEdits
}

function OptionRow({ name, option, at, isDefault, onDefault, onMove, onRemove, edits }: OptionRowProps) {
  const { t, language } = useWords()
  const row = useRef<HTMLLIElement>(null)
  const grip = useRef<HTMLSpanElement>(null)
  const value = textAt(option, 'const')
  const title = titleIn(option.title, language) || value
  useDrag({ element: row, handle: grip, load: { kind: `option ${name}`, id: value, at } })
  const over = useDrop({
    element: row,
    accepts: (load) => load.kind === `option ${name}`,
    edges: ['top', 'bottom'],
    onDrop: (load, edge) => {
      const [from, to] = [Number(load.at), edge === 'bottom' ? at + 1 : at]
      onMove(from, from < to ? to - 1 : to)
    },
  })
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
    if (!event.altKey || step === 0) return
    event.preventDefault()
    event.stopPropagation()
    onMove(at, Math.max(0, at + step))
  }
  return (
    <li ref={row} className="b-option" onKeyDown={onKeyDown}>
      <DropLine over={over} />
      <span
        ref={grip}
        className="b-option__grip"
        role="button"
        tabIndex={0}
        aria-label={t('design.entity.grip', { title })}
      >
        <GripVertical size={13} aria-hidden="true" />
      </span>
      <ColorPick
        color={textAt(option, 'x-color') || 'gray'}
        title={title}
        onChange={(color) => edits.change(name, (now) => setOption(now, name, value, { 'x-color': color }))}
      />
      <input
        value={titleIn(option.title, language)}
        placeholder={value}
        aria-label={t('design.entity.optionTitle', { title: value })}
        onChange={(event) =>
          edits.change(
            name,
            (now) =>
              setOption(now, name, value, {
                title: withTitle(option.title, language, event.target.value) ?? value,
              }),
            `option.${value}`,
          )
        }
      />
      <IconButton
        label={t('design.entity.beginWith', { title })}
        aria-pressed={isDefault}
        className={isDefault ? 'b-star b-star--on' : 'b-star'}
        icon={<Star size={14} />}
        onClick={onDefault}
      />
      <IconButton
        label={t('design.entity.removeOption', { title })}
        icon={<X size={14} />}
        onClick={onRemove}
      />
    </li>
  )
}

/** The colours of options, as dots. */
function ColorPick(props: { color: string; title: string; onChange: (color: string) => void }) {
  const { t } = useWords()
  const { color, title, onChange } = props
  const label = t('design.entity.colorOf', { title })
  return (
    <Popover
      label={label}
      width={148}
      trigger={(trigger) => (
        <button type="button" className={`b-dot m-pill--${color}`} aria-label={label} {...trigger} />
      )}
    >
      {(close) => (
        <div className="b-dots">
          {colorNames.map((name) => (
            <button
              key={name}
              type="button"
              className={`b-dot m-pill--${name}`}
              aria-label={t(`design.core.color.${name}`)}
              aria-pressed={name === color}
              onClick={() => {
                close()
                onChange(name)
              }}
            />
          ))}
        </div>
      )}
    </Popover>
  )
}
