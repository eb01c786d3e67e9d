import {
  Bold,
  Heading,
  Italic,
  Link,
  List,
  ListOrdered,
  type LucideIcon,
  RemoveFormatting,
} from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from '@/components/Button.tsx'

interface Tool {
  id: 'bold' | 'italic' | 'heading' | 'bullets' | 'numbers' | 'plain'
  icon: LucideIcon
  command: string
  argument?: string
}

const tools: Tool[] = [
  { id: 'bold', icon: Bold, command: 'bold' },
  { id: 'italic', icon: Italic, command: 'italic' },
  { id: 'heading', icon: Heading, command: 'formatBlock', argument: 'h3' },
  { id: 'bullets', icon: List, command: 'insertUnorderedList' },
  { id: 'numbers', icon: ListOrdered, command: 'insertOrderedList' },
  { id: 'plain', icon: RemoveFormatting, command: 'removeFormat' },
]

interface ToolbarProps {
  label: string
  perform: (command: string, argument?: string) => void
}

/** The arrows walk along the tools: one stop for the Tab key. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
  if (step === 0 || event.target instanceof HTMLInputElement) return
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('button')]
  const at = all.indexOf(event.target as HTMLElement)
  all.at((at + step + all.length) % all.length)?.focus()
  event.preventDefault()
}

/** What can be done to the text that is selected. */
export function Toolbar({ label, perform }: ToolbarProps) {
  const { t } = useTranslation()
  const [linking, setLinking] = useState(false)
  return (
    <div role="toolbar" aria-label={label} className="f-tools" onKeyDown={walk}>
      {tools.map(({ id, icon: Icon, command, argument }, at) => (
        <IconButton
          key={id}
          label={t(`richtext.${id}`)}
          icon={<Icon size={15} />}
          tabIndex={at === 0 ? 0 : -1}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => perform(command, argument)}
        />
      ))}
      <IconButton
        label={t('richtext.link')}
        icon={<Link size={15} />}
        tabIndex={-1}
        aria-expanded={linking}
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => setLinking((now) => !now)}
      />
      {linking && (
        <LinkBox
          onGive={(href) => {
            setLinking(false)
            if (href !== null) perform(href === '' ? 'unlink' : 'createLink', href)
          }}
        />
      )}
    </div>
  )
}

/** Where the link leads; nothing takes a link away. */
function LinkBox({ onGive }: { onGive: (href: string | null) => void }) {
  const { t } = useTranslation()
  const [text, setText] = useState('https://')
  const give = () => onGive(/^(?:https?:\/\/|mailto:|tel:)./i.test(text) ? text : '')
  return (
    <span className="f-tools__link">
      <input
        className="f-tools__address"
        aria-label={t('richtext.address')}
        value={text}
        ref={(element) => element?.focus()}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') give()
          if (event.key === 'Escape') onGive(null)
        }}
      />
      <Button onClick={give}>{t('richtext.apply')}</Button>
    </span>
  )
}
