import i18next from 'i18next'
import { showToast } from '@/components/toast.ts'

const hour = 3_600_000

function tell(worker: ServiceWorker): void {
  showToast({
    tone: 'plain',
    text: i18next.t('shell.newVersion'),
    action: {
      label: i18next.t('action.reload'),
      perform: () => {
        navigator.serviceWorker.addEventListener('controllerchange', () => window.location.reload())
        worker.postMessage('take over')
      },
    },
  })
}

/** Lets the browser keep the client's files; says when a newer client is ready. */
export async function startWorker(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  try {
    const known = await navigator.serviceWorker.register('/sw.js')
    if (known.waiting && navigator.serviceWorker.controller) tell(known.waiting)
    known.addEventListener('updatefound', () => {
      const next = known.installing
      next?.addEventListener('statechange', () => {
        if (next.state === 'installed' && navigator.serviceWorker.controller) tell(next)
      })
    })
    setInterval(() => known.update().catch(() => undefined), hour)
  } catch {
    // Without it the client works as well, with a connection.
  }
}
