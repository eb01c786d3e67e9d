import { ConfigProvider } from 'antd'
import type { Locale } from 'antd/es/locale'
import en from 'antd/es/locale/en_US'
import { type ComponentType, createElement, type ReactNode, useSyncExternalStore } from 'react'
import { cspNonce } from '../csp.ts'
import { type Language, useLanguage } from '../i18n/index.ts'
import { useTheme } from '../theme.ts'
import { antThemes } from './theme.ts'

const nonce = cspNonce()
const csp = nonce ? { nonce } : undefined
const wave = { disabled: true }
const listeners = new Set<() => void>()
const locales: { [L in Language]?: Locale } = { en }

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

async function loadChinese(): Promise<void> {
  locales['zh-CN'] = (await import('antd/es/locale/zh_CN')).default
  for (const listener of listeners) listener()
}

let asked = false

function useLocale(): Locale {
  const language = useLanguage()
  if (language === 'zh-CN' && !asked) {
    asked = true
    void loadChinese()
  }
  return useSyncExternalStore(subscribe, () => locales[language] ?? en)
}

/** What opens from within a modal dialog must lie above it. */
const popupHome = (trigger?: HTMLElement): HTMLElement => trigger?.closest('dialog') ?? document.body

function Dress({ children }: { children: ReactNode }) {
  return (
    <ConfigProvider
      csp={csp}
      locale={useLocale()}
      theme={antThemes[useTheme()]}
      getPopupContainer={popupHome}
      wave={wave}
    >
      {children}
    </ConfigProvider>
  )
}

/** An input of antd in our colours and language. Each brings them itself: a page without inputs loads none of antd. */
export function dress<Input>(input: Input): Input {
  const Dressed = (props: object) => <Dress>{createElement(input as ComponentType<object>, props)}</Dress>
  return Dressed as Input
}
