/** The time zones that the browser knows, and the one that is set. */
export function zoneNames(current: string | undefined): string[] {
  const names = new Set(
    typeof Intl.supportedValuesOf === 'function' ? Intl.supportedValuesOf('timeZone') : [],
  )
  names.add('UTC')
  names.add('Asia/Shanghai')
  if (current) names.add(current)
  return [...names].sort()
}
