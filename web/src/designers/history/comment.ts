/** How the server says what was done to whole packages, where nobody wrote anything. */
const done = /^(install|uninstall|raise|apply)((?: \S+ \d\S*)*)$/

/** What a revision was published for: the words of its author, or those for what the server did. */
export function commentOf(comment: string, t: (key: string, values: { packages: string }) => string): string {
  const [, act, packages] = done.exec(comment) ?? []
  return act ? t(`design.history.done.${act}`, { packages: packages?.trim() ?? '' }) : comment
}
