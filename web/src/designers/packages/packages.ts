/** A package that is installed, or that comes with the product. */
export interface PackageRow {
  name: string
  title: unknown
  description: unknown
  /** The version that is installed. */
  installed?: string
  /** The version that comes with the product. */
  available?: string
}

type Listed = { [member: string]: unknown }

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

/** Installed packages before those that are not, by name. */
export function listPackages({
  data,
  available,
}: {
  data: readonly Listed[]
  available: readonly Listed[]
}): PackageRow[] {
  const rows = new Map<string, PackageRow>()
  for (const one of [...data, ...available]) {
    const name = text(one.name)
    if (!name || rows.has(name)) continue
    const installed = data.find((other) => other.name === name)
    rows.set(name, {
      name,
      title: one.title,
      description: one.description,
      installed: text(installed?.version),
      available: text(available.find((other) => other.name === name)?.version),
    })
  }
  return [...rows.values()].sort(
    (one, other) =>
      Number(one.installed === undefined) - Number(other.installed === undefined) ||
      (one.name < other.name ? -1 : 1),
  )
}

/** The largest archive that is sent, in bytes. */
const largest = 9 * 1024 * 1024

/** A file in base64, as requests about packages hold it. */
export async function archiveOf(file: File): Promise<string> {
  if (file.size > largest) throw new Error(`${file.name}: > 9 MiB`)
  const bytes = new Uint8Array(await file.arrayBuffer())
  let binary = ''
  for (let at = 0; at < bytes.length; at += 0x8000)
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return btoa(binary)
}
