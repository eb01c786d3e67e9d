import { RouterProvider } from '@tanstack/react-router'
import { act } from 'react'
import { createRoot } from 'react-dom/client'
import { Providers } from '@/app/Providers.tsx'
import { makeRouter } from '@/app/router.tsx'
import { makeQueryClient } from '@/lib/api/query-client.ts'
import { startI18n } from '@/lib/i18n/index.ts'
import { savePreference } from '@/lib/storage.ts'
import { MemoryServer } from './api/server.ts'

/** A page under test, with the server behind it. */
export interface App {
  server: MemoryServer
  element: HTMLElement
  /** Waits until a condition about the page holds. */
  until: <T>(condition: () => T | null | undefined | false) => Promise<T>
  click: (target: Element | null | undefined) => Promise<void>
  type: (target: Element | null | undefined, text: string) => Promise<void>
  close: () => void
}

interface Options {
  path: string
  /** E-mail address of who is signed in; nobody when absent. */
  as?: string
}

function serve(server: MemoryServer, token: string): void {
  globalThis.fetch = async (input, init) => {
    const headers = new Headers(init?.headers)
    if (token) headers.set('Authorization', `Bearer ${token}`)
    return server.fetch(input, { ...init, headers })
  }
}

const patience = 15_000

/** Renders the whole application at a path, against an in-memory server. */
export async function renderApp({ path, as }: Options): Promise<App> {
  const server = new MemoryServer()
  const account = server.workspace.accounts.find((candidate) => candidate.email === as)
  if (account) server.workspace.sessions.set('test', account)
  serve(server, account ? 'test' : '')
  window.history.replaceState(null, '', path)
  savePreference('language', 'zh-CN')
  await startI18n()
  const queries = makeQueryClient()
  const router = makeRouter(queries)
  const element = document.createElement('div')
  document.body.append(element)
  const root = createRoot(element)
  await act(async () => {
    root.render(
      <Providers queries={queries}>
        <RouterProvider router={router} />
      </Providers>,
    )
  })

  const until: App['until'] = async (condition) => {
    const end = Date.now() + patience
    for (;;) {
      const found = condition()
      if (found) return found
      if (Date.now() > end)
        throw new Error(`gave up waiting; the page shows: ${element.textContent?.slice(0, 400)}`)
      await act(async () => {
        await new Promise((resolve) => setTimeout(resolve, 10))
      })
    }
  }
  const click: App['click'] = async (target) => {
    if (!(target instanceof HTMLElement)) throw new Error('there is nothing to press')
    await act(async () => target.click())
  }
  const type: App['type'] = async (target, text) => {
    if (!(target instanceof HTMLInputElement)) throw new Error('there is no input to type into')
    await act(async () => {
      const setter = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set
      setter?.call(target, text)
      target.dispatchEvent(new Event('input', { bubbles: true }))
    })
  }
  const close = () => {
    act(() => root.unmount())
    element.remove()
    queries.clear()
  }
  return { server, element, until, click, type, close }
}
