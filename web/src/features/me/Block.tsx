import { type InputHTMLAttributes, type ReactNode, useId } from 'react'

/** A titled part of a page of the account. */
export function Block({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  const id = useId()
  return (
    <section className="e-block" aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {text && <p className="e-text">{text}</p>}
      {children}
    </section>
  )
}

interface LineProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange'> {
  label: string
  value: string
  onChange?: (value: string) => void
  problem?: string
}

/** A labelled line of text. */
export function Line({ label, onChange, problem, ...rest }: LineProps) {
  const id = useId()
  return (
    <div className="e-field">
      <label htmlFor={id}>{label}</label>
      <input
        {...rest}
        id={id}
        aria-invalid={problem ? true : undefined}
        aria-describedby={problem ? `${id}-problem` : undefined}
        onChange={(event) => onChange?.(event.target.value)}
      />
      {problem && (
        <p id={`${id}-problem`} className="e-problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  )
}

/** What was refused, in words. */
export function Trouble({ error }: { error: Error | null }) {
  return error ? (
    <p className="e-problem" role="alert">
      {error.message}
    </p>
  ) : null
}
