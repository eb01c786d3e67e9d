import { Archive, CornerUpRight, Ellipsis, GripVertical, Plus, Star, Trash2 } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react'
import { IconButton } from '@/components/Button.tsx'
import { colorNames } from '@/components/colors.ts'
import { MenuItem } from '@/components/MenuItem.tsx'
import { Popover } from '@/components/Popover.tsx'
import { type Doc, textAt } from './document.ts'
import { DropLine, useDrag, useDrop } from './drag.tsx'
import './icons.css'
import { newOptions, splitTitles } from './newEntity.ts'
import { withOption } from './options.ts'
import { placed } from './placed.ts'
import './options.css'
import './quiet.css'
import { titleIn, withTitle } from './title.ts'
import { useWords } from './useBench.ts'

/** Changes options; run joins steps that follow each other, such as typing. */
export type ChangeOptions = (change: (now: readonly Doc[]) => readonly Doc[], run?: string) => void

interface OptionsEditorProps {
  /** Tells what is dragged in several editors apart. */
  of: string
  /** As a field spells its own. */
  options: readonly Doc[]
  change: ChangeOptions
  /** The values that new records begin with, and how another becomes one; none where no field is meant. */
  starred?: readonly string[]
  onStar?: (value: string) => void
}

/** Options: title, colour, order, which are offered no more, which one new records begin with. */
export function OptionsEditor({ of, options, change, starred = [], onStar }: OptionsEditorProps) {
  const { t } = useWords()
  const list = useRef<HTMLUListElement>(null)
  const [fresh, setFresh] = useState('')
  const add = () => {
    const titles = splitTitles(fresh)
    if (titles.length > 0) change((now) => newOptions(titles, now))
    setFresh('')
  }
  const move = (from: number, to: number) => {
    change((now) => placed(now, from, to))
    requestAnimationFrame(() => list.current?.querySelectorAll<HTMLElement>('.b-option__grip')[to]?.focus())
  }
  return (
    <fieldset className="b-options">
      <legend>{t('design.core.options.title')}</legend>
      <ul ref={list}>
        {options.map((option, at) => (
          <OptionRow
            key={String(option['x-id'] ?? option.const)}
            of={of}
            option={option}
            at={at}
            count={options.length}
            starred={starred.includes(textAt(option, 'const'))}
            onStar={onStar}
            onMove={move}
            change={change}
          />
        ))}
      </ul>
      <div className="b-option b-option--new">
        <Plus size={14} aria-hidden="true" />
        <input
          className="b-quiet"
          value={fresh}
          aria-label={t('design.core.options.add')}
          placeholder={t('design.core.options.add')}
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
  of: string
  option: Doc
  at: number
  count: number
  starred: boolean
  onStar: ((value: string) => void) | undefined
  onMove: (from: number, to: number) => void
  change: ChangeOptions
}

function OptionRow({ of, option, at, count, starred, onStar, onMove, change }: OptionRowProps) {
  const { t, language } = useWords()
  const row = useRef<HTMLLIElement>(null)
  const grip = useRef<HTMLSpanElement>(null)
  const value = textAt(option, 'const')
  const title = titleIn(option.title, language) || value
  const kind = `option ${of}`
  useDrag({ element: row, handle: grip, load: { kind, id: value, at } })
  const over = useDrop({
    element: row,
    accepts: (load) => load.kind === kind,
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
    onMove(at, Math.max(0, Math.min(count - 1, at + step)))
  }
  return (
    <li
      ref={row}
      className={onStar ? 'b-option' : 'b-option b-option--plain'}
      data-archived={option['x-archived'] === true || undefined}
      onKeyDown={onKeyDown}
    >
      <DropLine over={over} />
      <span
        ref={grip}
        className="b-option__grip"
        role="button"
        tabIndex={0}
        aria-label={t('design.core.options.grip', { title })}
      >
        <GripVertical size={13} aria-hidden="true" />
      </span>
      <ColorPick
        color={textAt(option, 'x-color') || 'gray'}
        title={title}
        onChange={(color) => change((now) => withOption(now, value, { 'x-color': color }))}
      />
      <input
        className="b-quiet"
        value={titleIn(option.title, language)}
        maxLength={200}
        placeholder={value}
        aria-label={t('design.core.options.titleOf', { title: value })}
        onChange={(event) =>
          change(
            (now) =>
              withOption(now, value, {
                title: withTitle(option.title, language, event.target.value) ?? value,
              }),
            `option.${value}`,
          )
        }
      />
      {onStar && (
        <IconButton
          label={t('design.core.options.beginWith', { title })}
          aria-pressed={starred}
          className={starred ? 'b-star b-star--on' : 'b-star'}
          icon={<Star size={14} />}
          onClick={() => onStar(value)}
        />
      )}
      <OptionMenu option={option} title={title} at={at} count={count} onMove={onMove} change={change} />
    </li>
  )
}

interface OptionMenuProps {
  option: Doc
  title: string
  at: number
  count: number
  onMove: (from: number, to: number) => void
  change: ChangeOptions
}

/** What else can be done to an option, moving it without dragging first. */
function OptionMenu({ option, title, at, count, onMove, change }: OptionMenuProps) {
  const { t } = useWords()
  const label = t('design.core.options.more', { title })
  const archived = option['x-archived'] === true
  const value = textAt(option, 'const')
  const places = [
    { id: 'first', to: 0, there: at > 0 },
    { id: 'earlier', to: at - 1, there: at > 1 },
    { id: 'later', to: at + 1, there: at < count - 2 },
    { id: 'last', to: count - 1, there: at < count - 1 },
  ]
  return (
    <Popover
      kind="menu"
      align="end"
      width={220}
      label={label}
      trigger={(trigger) => <IconButton {...trigger} label={label} icon={<Ellipsis size={14} />} />}
    >
      {(close) => {
        const item = (text: string, icon: ReactNode, act: () => void, danger = false) => (
          <MenuItem
            key={text}
            icon={icon}
            danger={danger}
            onSelect={() => {
              close()
              act()
            }}
          >
            {t(`design.core.options.${text}`)}
          </MenuItem>
        )
        return (
          <>
            {places
              .filter(({ there }) => there)
              .map(({ id, to }) => item(`move.${id}`, <CornerUpRight size={14} />, () => onMove(at, to)))}
            {item(archived ? 'offer' : 'archive', <Archive size={14} />, () =>
              change((now) => withOption(now, value, { 'x-archived': archived ? undefined : true })),
            )}
            {item(
              'remove',
              <Trash2 size={14} />,
              () => change((now) => now.filter((one) => one.const !== value)),
              true,
            )}
          </>
        )
      }}
    </Popover>
  )
}

/** The colours of options, as dots. */
function ColorPick(props: { color: string; title: string; onChange: (color: string) => void }) {
  const { t } = useWords()
  const { color, title, onChange } = props
  const label = t('design.core.options.colorOf', { title })
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
