import type { ReactNode } from 'react'

/** What leads on from a step, with what went wrong above it. */
export function StepFoot({ problem, children }: { problem?: Error | null; children: ReactNode }) {
  return (
    <>
      <div role="alert">{problem && <p className="i-problem">{wordsOf(problem)}</p>}</div>
      <footer className="i-foot">{children}</footer>
    </>
  )
}

/** What an error says, with what is wrong in particular. */
export function wordsOf(problem: Error): string {
  const details = (problem as { details?: { message: string }[] }).details ?? []
  return [problem.message, ...details.slice(0, 5).map((detail) => detail.message)].join(' ')
}
