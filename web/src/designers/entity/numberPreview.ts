/** What an automatic number of a pattern looks like: {YYYY}, {YY}, {MM} and {DD} are of the day, zeros the counter. */
export function numberPreview(pattern: string, now = new Date()): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const parts: { [name: string]: string } = {
    YYYY: String(now.getFullYear()),
    YY: two(now.getFullYear() % 100),
    MM: two(now.getMonth() + 1),
    DD: two(now.getDate()),
  }
  return pattern.replace(/\{([A-Z]+|0+)\}/g, (whole, name: string) =>
    /^0+$/.test(name) ? '1'.padStart(name.length, '0') : (parts[name] ?? whole),
  )
}
