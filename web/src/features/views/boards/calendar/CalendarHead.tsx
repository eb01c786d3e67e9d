import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from '@/components/Button.tsx'
import { useLanguage } from '@/lib/i18n/index.ts'
import { type CalendarModel, modes } from './useCalendar.ts'

function spanText(model: CalendarModel, language: string): string {
  const at = (day: string) => new Date(`${day}T00:00:00Z`)
  if (model.mode !== 'week') {
    const format = new Intl.DateTimeFormat(language, { timeZone: 'UTC', year: 'numeric', month: 'long' })
    return format.format(at(model.day))
  }
  const format = new Intl.DateTimeFormat(language, {
    timeZone: 'UTC',
    year: 'numeric',
    month: 'short',
    day: 'numeric',
  })
  return format.formatRange(at(model.from), at(model.to))
}

/** Where a calendar stands, and how it is turned. */
export function CalendarHead({ model }: { model: CalendarModel }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { mode, narrow, setMode, turn, setDay, today } = model
  return (
    <div className="vc-head">
      <Button onClick={() => setDay(today)}>{t('calendar.today')}</Button>
      <IconButton label={t('calendar.previous')} icon={<ChevronLeft size={16} />} onClick={() => turn(-1)} />
      <IconButton label={t('calendar.next')} icon={<ChevronRight size={16} />} onClick={() => turn(1)} />
      <h2 className="vc-head__title" aria-live="polite">
        {spanText(model, language)}
      </h2>
      {!narrow && (
        <div className="vc-modes" role="group" aria-label={t('calendar.mode')}>
          {modes.map((one) => (
            <button
              key={one}
              type="button"
              className="vc-mode"
              aria-pressed={one === mode}
              onClick={() => setMode(one)}
            >
              {t(`calendar.${one}`)}
            </button>
          ))}
        </div>
      )}
    </div>
  )
}
