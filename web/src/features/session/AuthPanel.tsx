import { Moon, Sun } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '@/components/Button.tsx'
import { changeLanguage, type Language, languages, useLanguage } from '@/lib/i18n/index.ts'
import { setThemeChoice, useTheme } from '@/lib/theme.ts'
import { rememberLanguageChoice } from './languageChoice.ts'
import './session.css'

const names: { [L in Language]: string } = { 'zh-CN': '中文', en: 'English' }

interface AuthPanelProps {
  title: string
  text: string
  children?: ReactNode
}

/** The frame of the pages before signing in. */
export function AuthPanel({ title, text, children }: AuthPanelProps) {
  return (
    <main className="s-page">
      <div className="s-panel">
        <img className="s-logo" src="/favicon.svg" alt="" width={40} height={40} />
        <h1>{title}</h1>
        <p className="s-text">{text}</p>
        {children}
      </div>
      <Preferences />
    </main>
  )
}

function Preferences() {
  const { t } = useTranslation()
  const language = useLanguage()
  const theme = useTheme()
  return (
    <div className="s-preferences">
      {languages.map((option) => (
        <button
          key={option}
          type="button"
          lang={option}
          className="s-language"
          aria-pressed={option === language}
          onClick={() => {
            rememberLanguageChoice()
            changeLanguage(option)
          }}
        >
          {names[option]}
        </button>
      ))}
      <IconButton
        label={t(theme === 'dark' ? 'theme.toLight' : 'theme.toDark')}
        icon={theme === 'dark' ? <Sun size={15} /> : <Moon size={15} />}
        onClick={() => setThemeChoice(theme === 'dark' ? 'light' : 'dark')}
      />
    </div>
  )
}
