const safe = /^(?:https?:\/\/|mailto:|tel:)/i

/** A value that leads out of the page; plain text in lists and when the address is not one we trust. */
export function OutLink({
  href,
  place,
  children,
}: {
  href: string
  place: 'list' | 'record'
  children: string
}) {
  if (place === 'list' || !safe.test(href)) return <span className="truncate">{children}</span>
  return (
    <a
      className="f-link truncate"
      href={href}
      target={href.startsWith('http') ? '_blank' : undefined}
      rel="noreferrer noopener"
      onClick={(event) => event.stopPropagation()}
    >
      {children}
    </a>
  )
}
