import { useNavigate } from '@tanstack/react-router'
import { PasswordPage } from '@/features/session/index.tsx'

export function PasswordRoute() {
  const navigate = useNavigate()
  return <PasswordPage onDone={() => navigate({ to: '/' })} />
}
