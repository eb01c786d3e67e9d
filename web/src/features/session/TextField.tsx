import { type InputHTMLAttributes, useId } from 'react'

interface TextFieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange'> {
  label: string
  value: string
  onChange: (value: string) => void
  problem?: string
}

/** A labelled line of text outside of records. */
export function TextField({ label, value, onChange, problem, ...rest }: TextFieldProps) {
  const id = useId()
  return (
    <div className="s-field">
      <label htmlFor={id}>{label}</label>
      <input
        {...rest}
        id={id}
        required
        value={value}
        aria-invalid={problem ? true : undefined}
        aria-describedby={problem ? `${id}-problem` : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      {problem && (
        <p id={`${id}-problem`} className="s-field__problem">
          {problem}
        </p>
      )}
    </div>
  )
}
