import type { ImportProfile } from '@mortise/sdk'
import { Pencil, Trash2 } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from '@/components/Button.tsx'
import { formatAgo } from '@/lib/format.ts'
import { useLanguage } from '@/lib/i18n/index.ts'

/** Characters of a name. */
const longest = 80

interface ProfileLineProps {
  profile: ImportProfile
  title: string
  /** Columns of the file that it gives a field. */
  fit: number
  busy: boolean
  onUse: () => void
  onRename: (name: string) => Promise<unknown>
  onForget: () => void
}

/** One mapping that was kept. */
export function ProfileLine({ profile, title, fit, busy, onUse, onRename, onForget }: ProfileLineProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const [doing, setDoing] = useState<'name' | 'forget'>()
  const line = useRef<HTMLLIElement>(null)
  // The button that began it comes back: the focus returns to it.
  const begun = useRef<string>(undefined)
  useEffect(() => {
    if (doing || !begun.current) return
    line.current?.querySelector<HTMLElement>(`[data-begins="${begun.current}"]`)?.focus()
    begun.current = undefined
  }, [doing])
  const end = (what: string) => {
    begun.current = what
    setDoing(undefined)
  }
  if (doing === 'name')
    return (
      <li ref={line} className="i-profiles__line">
        <NameForm profile={profile} title={title} busy={busy} onName={onRename} onEnd={() => end('name')} />
      </li>
    )
  const about = [
    fit > 0 ? t('import.profiles.fits', { count: fit }) : t('import.profiles.fitsNone'),
    t('import.profiles.used', { when: formatAgo(profile.used_at, language) }),
  ]
  return (
    <li ref={line} className="i-profiles__line">
      <div className="i-profiles__text">
        <strong className="truncate">{title}</strong>
        <span>{about.join(' · ')}</span>
      </div>
      {doing === 'forget' ? (
        <>
          <Button look="danger" autoFocus busy={busy} onClick={onForget}>
            {t('import.profiles.deleteNow')}
          </Button>
          <Button onClick={() => end('forget')}>{t('action.cancel')}</Button>
        </>
      ) : (
        <>
          <Button
            disabled={fit === 0}
            aria-label={t('import.profiles.useNamed', { name: title })}
            onClick={onUse}
          >
            {t('import.profiles.use')}
          </Button>
          <IconButton
            data-begins="name"
            label={t('import.profiles.rename', { name: title })}
            icon={<Pencil size={15} />}
            onClick={() => setDoing('name')}
          />
          <IconButton
            data-begins="forget"
            label={t('import.profiles.delete', { name: title })}
            icon={<Trash2 size={15} />}
            onClick={() => setDoing('forget')}
          />
        </>
      )}
    </li>
  )
}

interface NameFormProps {
  profile: ImportProfile
  title: string
  busy: boolean
  onName: (name: string) => Promise<unknown>
  onEnd: () => void
}

function NameForm({ profile, title, busy, onName, onEnd }: NameFormProps) {
  const { t } = useTranslation()
  const [name, setName] = useState(profile.name)
  return (
    <form
      className="i-profiles__form"
      onSubmit={(event) => {
        event.preventDefault()
        // What is refused is said below; the name stays to be mended.
        onName(name.trim()).then(onEnd, () => undefined)
      }}
    >
      <input
        className="i-select"
        aria-label={t('import.profiles.nameOf', { name: title })}
        placeholder={title}
        maxLength={longest}
        // biome-ignore lint/a11y/noAutofocus: it was just asked for
        autoFocus
        value={name}
        onChange={(event) => setName(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.preventDefault()
          event.stopPropagation()
          onEnd()
        }}
      />
      <Button type="submit" look="primary" busy={busy}>
        {t('action.save')}
      </Button>
      <Button onClick={onEnd}>{t('action.cancel')}</Button>
    </form>
  )
}
