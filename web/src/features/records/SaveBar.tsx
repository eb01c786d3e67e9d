import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { modKey } from '@/components/useShortcut.ts'
import type { FormSummary } from './form/FormStore.ts'

interface SaveBarProps {
  summary: FormSummary
  idleText: string
  /** What happened meanwhile. */
  news?: string
  busy: boolean
  /** Saving works without a change, as when creating. */
  always?: boolean
  onDiscard: () => void
  onSave: () => void
}

/** What is not saved yet, and the way to save it. */
export function SaveBar({ summary, idleText, news, busy, always, onDiscard, onSave }: SaveBarProps) {
  const { t } = useTranslation()
  const { changes, problems, problem } = summary
  const wrong = problems > 0 ? t('record.problems', { count: problems }) : problem
  const text = changes > 0 && !always ? t('record.unsaved', { count: changes }) : idleText
  return (
    <footer className="r-save">
      <span
        role={wrong ? 'alert' : 'status'}
        className={wrong ? 'r-save__text r-save__text--problem' : 'r-save__text'}
      >
        {wrong ?? text}
        {news && !wrong && <span className="r-save__news">{news}</span>}
      </span>
      <Button look="ghost" disabled={(changes === 0 && !always) || busy} onClick={onDiscard}>
        {t(always ? 'action.cancel' : 'action.discard')}
      </Button>
      <Button
        look="primary"
        shortcut={`${modKey}S`}
        busy={busy}
        disabled={changes === 0 && !always}
        onClick={onSave}
      >
        {t('action.save')}
      </Button>
    </footer>
  )
}
