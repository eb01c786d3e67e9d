/** Microseconds since 1970 of an RFC 3339 moment; null when it is none. */
export function moment(text: string): bigint | null {
  const found = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/.exec(text)
  if (!found) return null
  const [, seconds, fraction = '', zone] = found
  const at = Date.parse(`${seconds}${zone}`)
  return Number.isNaN(at) ? null : BigInt(at) * 1000n + BigInt(fraction.padEnd(6, '0').slice(0, 6))
}

/** The moment of microseconds since 1970. */
export function momentText(micro: bigint): string | null {
  const ms = (micro - (((micro % 1000n) + 1000n) % 1000n)) / 1000n
  const at = new Date(Number(ms))
  if (Number.isNaN(at.getTime()) || at.getUTCFullYear() < 1 || at.getUTCFullYear() > 9999) return null
  const rest = String(micro - ms * 1000n).padStart(3, '0')
  return at.toISOString().replace('Z', `${rest}Z`)
}

/** Noon is nowhere near a change of clocks: days are counted in UTC. */
export function day(text: string): Date | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return null
  const at = new Date(`${text}T00:00:00Z`)
  return Number.isNaN(at.getTime()) ? null : at
}

/** The text of a day; null outside of the years that have four digits. */
export function dayText(at: Date): string | null {
  const year = at.getUTCFullYear()
  return Number.isNaN(year) || year < 1 || year > 9999 ? null : at.toISOString().slice(0, 10)
}

/** A day some months on: the last of the month where it has no such day. */
export function addMonths(at: Date, months: number): Date {
  const last = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months + 1, 0)).getUTCDate()
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months, Math.min(at.getUTCDate(), last)))
}

/** The parts of a moment on the clocks of a time zone; null when it is not known. */
export function clock(micro: bigint, zone: string): { [part: string]: string } | null {
  try {
    const format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    })
    const parts = format.formatToParts(new Date(Number(micro / 1000n)))
    return Object.fromEntries(parts.map((part) => [part.type, part.value]))
  } catch {
    return null
  }
}
