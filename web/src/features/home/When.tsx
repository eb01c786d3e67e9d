import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import { formatDate, formatDateTime } from '@/lib/format.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import { clockIn, dayIn, useZone } from '@/lib/zone.ts'
import { dayStart, instantOf } from './home.ts'

/** A day or moment near now, in few words; the whole of it is its tip. */
export function When({ value, late }: { value: unknown; late?: boolean }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const zone = useZone()
  if (typeof value !== 'string' || value === '') return null
  const at = instantOf(value)
  const whole = value.length === 10
  const now = new Date()
  const near = [-1, 0, 1].find((days) => at >= dayStart(now, days) && at < dayStart(now, days + 1))
  const [date, time] = [dayIn(at.getTime(), zone), clockIn(at.getTime(), zone)]
  // By the end of a day is said without the hour.
  const clock = whole || time === '23:59' ? '' : time
  const pattern = language === 'zh-CN' ? 'M月D日' : 'MMM D'
  const day =
    near === undefined
      ? date.slice(0, 4) === dayIn(now.getTime(), zone).slice(0, 4)
        ? dayjs(date).format(pattern)
        : formatDate(date, language)
      : t(near === 0 ? 'home.day.today' : near < 0 ? 'home.day.yesterday' : 'home.day.tomorrow')
  return (
    <time
      className={late ? 'h-when h-when--late' : 'h-when'}
      dateTime={value}
      title={whole ? formatDate(value, language) : formatDateTime(value, language)}
    >
      {[day, clock].filter(Boolean).join(' ')}
    </time>
  )
}
