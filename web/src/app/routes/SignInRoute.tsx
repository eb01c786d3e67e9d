import { useRouter, useSearch } from '@tanstack/react-router'
import { SignInPage } from '@/features/session/index.tsx'

/** Only addresses of this page are followed after signing in. */
function safeNext(next: string | undefined): string {
  return next?.startsWith('/') && !next.startsWith('//') && !next.startsWith('/sign-in') ? next : '/'
}

export function SignInRoute() {
  const router = useRouter()
  const { next } = useSearch({ from: '/sign-in' })
  return <SignInPage onDone={() => router.history.replace(safeNext(next))} />
}
