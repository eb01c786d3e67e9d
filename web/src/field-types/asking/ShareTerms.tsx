import type { ShareLevel } from '@mortise/sdk'
import dayjs, { type Dayjs } from 'dayjs'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { DatePicker } from '@/lib/ant/DatePicker.ts'
import { Select } from '@/lib/ant/Select.ts'
import { useToday } from '@/lib/zone.ts'
import { levels } from './sharing.ts'
import './asking.css'

interface ShareTermsProps {
  level: ShareLevel
  until: Dayjs | null
  onLevel: (level: ShareLevel) => void
  onUntil: (until: Dayjs | null) => void
}

/** How far something is shared, and how long. */
export function ShareTerms({ level, until, onLevel, onUntil }: ShareTermsProps) {
  const { t } = useTranslation()
  const today = useToday()
  const ids = { level: useId(), until: useId() }
  return (
    <div className="x-two">
      <div className="x-field">
        <label htmlFor={ids.level}>{t('share.level')}</label>
        <Select<ShareLevel>
          id={ids.level}
          value={level}
          onChange={onLevel}
          options={levels.map((one) => ({ value: one, label: t(`share.level_${one}`) }))}
        />
      </div>
      <div className="x-field">
        <label htmlFor={ids.until}>{t('share.untilLabel')}</label>
        <DatePicker
          id={ids.until}
          value={until}
          onChange={(day) => onUntil(day)}
          minDate={dayjs(today)}
          placeholder={t('share.forever')}
        />
      </div>
    </div>
  )
}
