/** What may be written, as long as nothing is. */
export function Hint({ id, text }: { id?: string; text: string | undefined }) {
  if (!text) return null
  return (
    <p id={id} className="b-prop__hint b-expr__hint">
      {text}
    </p>
  )
}
