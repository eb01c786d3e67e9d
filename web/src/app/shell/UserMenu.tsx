import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { ChevronsUpDown, LogOut, Monitor, Moon, Sun, UserRound } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Mark } from '@/components/Mark.tsx'
import { MenuItem } from '@/components/MenuItem.tsx'
import { Popover } from '@/components/Popover.tsx'
import { client } from '@/lib/api/client.ts'
import { beginSession, useMe } from '@/lib/api/get-me.ts'
import { setThemeChoice, type ThemeChoice, useThemeChoice } from '@/lib/theme.ts'
import { useSwitchLanguage } from './useSwitchLanguage.ts'

const themes: [ThemeChoice, typeof Sun][] = [
  ['light', Sun],
  ['dark', Moon],
  ['system', Monitor],
]

/** Who is signed in; language, appearance and the way out. */
export function UserMenu({ onNavigate }: { onNavigate?: () => void }) {
  const { t } = useTranslation()
  const me = useMe().data
  const queries = useQueryClient()
  const navigate = useNavigate()
  const signOut = useMutation({
    mutationFn: () => client.signOut(),
    onSettled: () => beginSession(queries, null),
  })
  const name = me?.user.name || me?.user.email || ''
  return (
    <Popover
      kind="menu"
      side="above"
      width={212}
      label={t('shell.account')}
      trigger={(props) => (
        <button type="button" className="a-user" {...props}>
          <Mark name={name} round size={22} />
          <span className="truncate">{name}</span>
          <ChevronsUpDown size={14} aria-hidden="true" />
        </button>
      )}
    >
      {(close) => (
        <>
          <div className="a-user-card">
            <strong className="truncate">{name}</strong>
            <span className="truncate">{me?.user.email}</span>
          </div>
          <div className="m-menu-line" />
          <LanguageItems />
          <div className="m-menu-line" />
          <ThemeItems />
          <div className="m-menu-line" />
          <MenuItem
            icon={<UserRound size={15} />}
            onSelect={() => {
              close()
              onNavigate?.()
              navigate({ to: '/me/$section', params: { section: 'profile' } })
            }}
          >
            {t('me.title')}
          </MenuItem>
          <MenuItem icon={<LogOut size={15} />} onSelect={() => signOut.mutate()}>
            {t('shell.signOut')}
          </MenuItem>
        </>
      )}
    </Popover>
  )
}

function LanguageItems() {
  const { t } = useTranslation()
  const { language, change } = useSwitchLanguage()
  return (
    <>
      <div className="m-menu-title">{t('shell.language')}</div>
      <MenuItem checked={language === 'zh-CN'} onSelect={() => change('zh-CN')}>
        中文
      </MenuItem>
      <MenuItem checked={language === 'en'} onSelect={() => change('en')}>
        English
      </MenuItem>
    </>
  )
}

function ThemeItems() {
  const { t } = useTranslation()
  const choice = useThemeChoice()
  return (
    <>
      <div className="m-menu-title">{t('theme.title')}</div>
      {themes.map(([id, Icon]) => (
        <MenuItem
          key={id}
          icon={<Icon size={15} aria-hidden="true" />}
          checked={choice === id}
          onSelect={() => setThemeChoice(id)}
        >
          {t(`theme.${id}`)}
        </MenuItem>
      ))}
    </>
  )
}
