import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '@fontsource-variable/inter/wght.css'
import './theme.css'
import './app.css'
import './print.css'
import { makeQueryClient } from '@/lib/api/query-client.ts'
import { startI18n } from '@/lib/i18n/index.ts'
import { startPreview } from '@/lib/preview.ts'
import { startTheme } from '@/lib/theme.ts'
import { beginEarly } from './early.ts'
import { Providers } from './Providers.tsx'
import { makeRouter } from './router.tsx'
import { startWorker } from './worker.ts'

async function start(): Promise<void> {
  startTheme()
  startPreview()
  const queries = makeQueryClient()
  beginEarly(queries, window.location.pathname)
  await startI18n()
  const router = makeRouter(queries)
  const root = document.getElementById('root')
  if (!root) throw new Error('the page has no root element')
  createRoot(root).render(
    <StrictMode>
      <Providers queries={queries}>
        <RouterProvider router={router} />
      </Providers>
    </StrictMode>,
  )
  startWorker()
}

start()
