import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { WelcomePage } from '@/features/session/index.tsx'

/** The secret stands behind the #, which no server is sent. */
export function WelcomeRoute() {
  const navigate = useNavigate()
  const [token] = useState(() => window.location.hash.slice(1))
  return (
    <WelcomePage
      token={token}
      onDone={() => navigate({ to: '/', replace: true })}
      onSignIn={() => navigate({ to: '/sign-in', replace: true })}
    />
  )
}
