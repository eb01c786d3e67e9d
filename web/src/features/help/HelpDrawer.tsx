import type { Entity } from '@mortise/sdk'
import { X } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '@/components/Button.tsx'
import { useModal } from '@/components/modal.ts'
import { activeShortcuts } from '@/components/useShortcut.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import { type HelpTexts, keyWords, loadTexts, type PageName, shortcutsOf } from './help.ts'
import './help.css'

interface HelpDrawerProps {
  page: PageName
  /** What the page is about. */
  entity?: Entity
  /** Pages of guides, at the top. */
  guide?: ReactNode
  /** What else helps. */
  children?: ReactNode
  onClose: () => void
}

/** What can be done on a page, and by which keys. */
export function HelpDrawer({ page, entity, guide, children, onClose }: HelpDrawerProps) {
  const { t } = useTranslation()
  const element = useModal()
  const language = useLanguage()
  const [texts, setTexts] = useState<HelpTexts>()
  const [active] = useState(activeShortcuts)
  // A board or a calendar has no cells to go through.
  const [cells] = useState(() => document.querySelector('.v-grid') !== null)
  useEffect(() => {
    let wanted = true
    loadTexts(language).then((loaded) => wanted && setTexts(loaded))
    return () => {
      wanted = false
    }
  }, [language])
  const about = texts?.pages[page]
  const rows = entity?.fields.some((field) => field.type === 'table')
  const description = (entity as { description?: string } | undefined)?.description
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is handled by the dialog itself
    <dialog
      ref={element}
      className="q-drawer"
      aria-label={t('help.title')}
      onCancel={onClose}
      onClick={(event) => event.target === element.current && onClose()}
    >
      <header className="q-head">
        <h2>{t('help.title')}</h2>
        <IconButton label={t('action.close')} icon={<X size={16} />} onClick={onClose} />
      </header>
      {texts && about && (
        <div className="q-body">
          {guide}
          <h3>{entity ? `${about.title} · ${entity.plural || entity.title}` : about.title}</h3>
          {description && <p>{description}</p>}
          <ul className="q-points">
            {about.points.map((point) => (
              <li key={point}>{point}</li>
            ))}
          </ul>
          {children && <div className="q-more">{children}</div>}
          <h3>{texts.keys}</h3>
          <dl className="q-keys">
            {shortcutsOf(page, active, { rows, cells }).map((combination) => (
              <div key={combination}>
                <dt>{texts.shortcuts[combination]}</dt>
                <dd>
                  {keyWords(combination).map((word) => (
                    <kbd key={word} className="m-kbd">
                      {word}
                    </kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </div>
      )}
    </dialog>
  )
}
