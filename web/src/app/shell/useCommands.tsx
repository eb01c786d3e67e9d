import { useQueryClient } from '@tanstack/react-query'
import {
  Bell,
  CircleHelp,
  FileUp,
  House,
  Languages,
  LogOut,
  Monitor,
  Moon,
  Plus,
  Search,
  Sun,
  UserRound,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Command } from '@/features/palette/index.tsx'
import { client } from '@/lib/api/client.ts'
import { useDescription } from '@/lib/api/get-description.ts'
import { beginSession } from '@/lib/api/get-me.ts'
import { setThemeChoice } from '@/lib/theme.ts'
import { useSwitchLanguage } from './useSwitchLanguage.ts'

const size = 15

/** What the palette can do, as far as the caller may. */
export function useCommands(help: () => void): Command[] {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const { change } = useSwitchLanguage()
  const entities = (useDescription().data?.entities ?? []).filter(({ menu }) => menu !== false)
  const making = entities.filter(({ actions }) => actions.includes('create'))
  const importing = entities.filter(({ actions }) => actions.includes('import'))
  const sections = ['profile', 'appearance', 'security', 'tokens', 'notifications', 'saved', 'jobs'] as const
  return [
    ...making.map(({ name, title }) => ({
      id: `create/${name}`,
      title: t('record.newNamed', { name: title }),
      words: `create new ${name}`,
      icon: <Plus size={size} />,
      to: `/e/${name}/new`,
    })),
    { id: 'home', title: t('home.title'), words: 'home', icon: <House size={size} />, to: '/' },
    {
      id: 'notifications',
      title: t('notifications.title'),
      words: 'notifications',
      icon: <Bell size={size} />,
      to: '/notifications',
    },
    { id: 'search', title: t('search.title'), words: 'search', icon: <Search size={size} />, to: '/search' },
    ...importing.map(({ name, title, plural }) => ({
      id: `import/${name}`,
      title: t('import.title', { name: plural || title }),
      words: `import ${name}`,
      icon: <FileUp size={size} />,
      to: `/e/${name}/import`,
    })),
    ...sections.map((section) => ({
      id: `me/${section}`,
      title: `${t('me.title')} · ${t(`me.${section}`)}`,
      words: `account ${section}`,
      icon: <UserRound size={size} />,
      to: `/me/${section}`,
    })),
    {
      id: 'theme/light',
      title: `${t('theme.title')} · ${t('theme.light')}`,
      words: 'theme light',
      icon: <Sun size={size} />,
      perform: () => setThemeChoice('light'),
    },
    {
      id: 'theme/dark',
      title: `${t('theme.title')} · ${t('theme.dark')}`,
      words: 'theme dark',
      icon: <Moon size={size} />,
      perform: () => setThemeChoice('dark'),
    },
    {
      id: 'theme/system',
      title: `${t('theme.title')} · ${t('theme.system')}`,
      words: 'theme system',
      icon: <Monitor size={size} />,
      perform: () => setThemeChoice('system'),
    },
    {
      id: 'language/zh-CN',
      title: `${t('shell.language')} · 中文`,
      words: 'language chinese',
      icon: <Languages size={size} />,
      perform: () => change('zh-CN'),
    },
    {
      id: 'language/en',
      title: `${t('shell.language')} · English`,
      words: 'language english 语言',
      icon: <Languages size={size} />,
      perform: () => change('en'),
    },
    {
      id: 'help',
      title: t('help.title'),
      words: 'help keyboard shortcuts',
      icon: <CircleHelp size={size} />,
      perform: help,
    },
    {
      id: 'sign-out',
      title: t('shell.signOut'),
      words: 'sign out log out',
      icon: <LogOut size={size} />,
      perform: () => {
        client
          .signOut()
          .catch(() => undefined)
          .finally(() => beginSession(queries, null))
      },
    },
  ]
}
