import { useNavigate, useSearch } from '@tanstack/react-router'
import { SetupPage } from '@/features/session/index.tsx'

export function SetupRoute() {
  const navigate = useNavigate()
  const { token } = useSearch({ from: '/setup' })
  return <SetupPage token={token ?? ''} onDone={() => navigate({ to: '/' })} />
}
