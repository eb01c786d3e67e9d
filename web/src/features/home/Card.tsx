import { type ReactNode, useId } from 'react'

interface CardProps {
  title: string
  icon: ReactNode
  /** Beside the title. */
  aside?: ReactNode
  children: ReactNode
}

/** One part of the start page. */
export function Card({ title, icon, aside, children }: CardProps) {
  const id = useId()
  return (
    <section className="h-card" aria-labelledby={id}>
      <header className="h-card__head">
        {icon}
        <h2 id={id}>{title}</h2>
        {aside && <div className="h-card__aside">{aside}</div>}
      </header>
      {children}
    </section>
  )
}

/** What a card says when it has nothing. */
export function CardEmpty({ children }: { children: ReactNode }) {
  return <p className="h-card__empty">{children}</p>
}

/** What a card says when its data did not come. */
export function CardFailed({ text, retry, onRetry }: { text: string; retry: string; onRetry: () => void }) {
  return (
    <p className="h-card__empty" role="alert">
      {text}{' '}
      <button type="button" className="h-link" onClick={onRetry}>
        {retry}
      </button>
    </p>
  )
}

/** Bars where the lines of a card will come. */
export function CardLoading({ lines = 3 }: { lines?: number }) {
  return (
    <div className="h-card__loading" aria-busy="true">
      {Array.from({ length: lines }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the bars are alike
        <span key={at} className="m-skeleton" style={{ width: `${70 - at * 12}%`, height: 12 }} />
      ))}
    </div>
  )
}
