import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '@/lib/api/get-me.ts'
import { formatDateTime } from '@/lib/format.ts'
import { type Language, languages, useLanguage } from '@/lib/i18n/index.ts'
import { setThemeChoice, type ThemeChoice, useThemeChoice } from '@/lib/theme.ts'
import { Block, Trouble } from './Block.tsx'
import { useProfile } from './useProfile.ts'
import { zoneNames } from './zones.ts'

const names: { [L in Language]: string } = { 'zh-CN': '中文', en: 'English' }
const themes: ThemeChoice[] = ['light', 'dark', 'system']

/** Language, time zone and colours. */
export function AppearanceSection() {
  const { t } = useTranslation()
  const language = useLanguage()
  const theme = useThemeChoice()
  const zone = useMe().data?.zone
  const profile = useProfile()
  const zoneId = useId()
  return (
    <>
      <Block title={t('shell.language')} text={t('me.languageText')}>
        <Choices
          label={t('shell.language')}
          options={languages.map((one) => ({ value: one, title: names[one] }))}
          value={language}
          onChange={(next) => profile.change({ language: next })}
        />
      </Block>
      <Block title={t('me.zone')} text={t('me.zoneText')}>
        <div className="e-field">
          <label className="sr-only" htmlFor={zoneId}>
            {t('me.zone')}
          </label>
          <select
            id={zoneId}
            value={zone ?? ''}
            onChange={(event) => profile.change({ zone: event.target.value || null })}
          >
            {!zone && <option value="">{t('me.zoneWorkspace')}</option>}
            {zoneNames(zone).map((name) => (
              <option key={name} value={name}>
                {name.replaceAll('_', ' ')}
              </option>
            ))}
          </select>
        </div>
        {zone && (
          <p className="e-text">
            {t('me.zoneNow', {
              time: formatDateTime(new Date().toISOString(), language, zone),
            })}{' '}
            <button type="button" className="e-link" onClick={() => profile.change({ zone: null })}>
              {t('me.zoneReset')}
            </button>
          </p>
        )}
        <Trouble error={profile.error} />
      </Block>
      <Block title={t('theme.title')} text={t('me.themeText')}>
        <Choices
          label={t('theme.title')}
          options={themes.map((one) => ({ value: one, title: t(`theme.${one}`) }))}
          value={theme}
          onChange={setThemeChoice}
        />
      </Block>
    </>
  )
}

interface ChoicesProps<Value extends string> {
  label: string
  options: { value: Value; title: string }[]
  value: Value
  onChange: (value: Value) => void
}

function Choices<Value extends string>({ label, options, value, onChange }: ChoicesProps<Value>) {
  const name = useId()
  return (
    <div className="e-choices" role="radiogroup" aria-label={label}>
      {options.map((option) => (
        <label key={option.value} className="e-choice">
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          {option.title}
        </label>
      ))}
    </div>
  )
}
