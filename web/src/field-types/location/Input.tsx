import { useTranslation } from 'react-i18next'
import { TextInput } from '@/lib/ant/Input.ts'
import type { InputProps } from '../contract.ts'

/** Latitude and longitude; both may be pasted into one. */
export default function Input({ field, value, onChange, id, invalid, describedBy, autoFocus }: InputProps) {
  const { t } = useTranslation()
  const [latitude = '', longitude = ''] = typeof value === 'string' ? value.split(',') : []
  const set = (lat: string, lng: string) => onChange(lat === '' && lng === '' ? null : `${lat},${lng}`)
  const type = (part: 'latitude' | 'longitude', text: string) => {
    const [first = '', second] = text.split(/[,，;]/)
    if (second !== undefined) set(first.trim(), second.trim())
    else if (part === 'latitude') set(text.trim(), longitude)
    else set(latitude, text.trim())
  }
  const shared = {
    status: invalid ? ('error' as const) : ('' as const),
    'aria-invalid': invalid,
    'aria-describedby': describedBy,
    inputMode: 'decimal' as const,
    autoComplete: 'off',
  }
  return (
    <div className="f-location">
      <TextInput
        {...shared}
        id={id}
        aria-label={`${field.title} · ${t('location.latitude')}`}
        placeholder={t('location.latitude')}
        value={latitude}
        autoFocus={autoFocus}
        onChange={(event) => type('latitude', event.target.value)}
      />
      <TextInput
        {...shared}
        aria-label={`${field.title} · ${t('location.longitude')}`}
        placeholder={t('location.longitude')}
        value={longitude}
        onChange={(event) => type('longitude', event.target.value)}
      />
    </div>
  )
}
