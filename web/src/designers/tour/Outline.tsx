/** A line around the control that is pointed at; it takes no presses. */
export function Outline({ rect }: { rect: DOMRect }) {
  return (
    <div
      className="bt-outline"
      aria-hidden="true"
      style={{ left: rect.left - 4, top: rect.top - 4, width: rect.width + 8, height: rect.height + 8 }}
    />
  )
}
