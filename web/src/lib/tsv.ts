/** Cells as spreadsheets put them on the clipboard. */
export function writeTsv(rows: string[][]): string {
  const quoted = (text: string) => (/[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  return rows.map((row) => row.map(quoted).join('\t')).join('\n')
}

/** Cells from the clipboard of a spreadsheet; a quoted one may hold tabs and lines. */
export function readTsv(text: string): string[][] {
  const rows: string[][] = [[]]
  const token = /"((?:[^"]|"")*)"(?=\t|\r?\n|$)|([^\t\r\n]*)/y
  let at = 0
  for (;;) {
    token.lastIndex = at
    const found = token.exec(text)
    rows.at(-1)?.push(found?.[1]?.replaceAll('""', '"') ?? found?.[2] ?? '')
    at += found?.[0].length ?? 0
    const end = /^(?:\t|\r?\n|\r)/.exec(text.slice(at, at + 2))?.[0]
    if (end === undefined) return rows
    at += end.length
    if (end === '\t') continue
    // The last line ends with a line break, too.
    if (at >= text.length) return rows
    rows.push([])
  }
}
