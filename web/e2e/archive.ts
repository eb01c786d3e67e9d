import { crc32 } from 'node:zlib'

/** One header of a file: those before its content and in the list at the end share most of their members. */
function header(name: Buffer, body: Buffer, at?: number): Buffer {
  const central = at !== undefined
  const bytes = Buffer.alloc(central ? 46 : 30)
  bytes.writeUInt32LE(central ? 0x02014b50 : 0x04034b50, 0)
  const from = central ? 6 : 4
  if (central) bytes.writeUInt16LE(20, 4)
  bytes.writeUInt16LE(20, from)
  bytes.writeUInt16LE(33, from + 8) // 1 January 1980
  bytes.writeUInt32LE(crc32(body), from + 10)
  bytes.writeUInt32LE(body.length, from + 14)
  bytes.writeUInt32LE(body.length, from + 18)
  bytes.writeUInt16LE(name.length, from + 22)
  if (central) bytes.writeUInt32LE(at, 42)
  return Buffer.concat([bytes, name])
}

/** A .zip of files, not packed any smaller. */
export function archiveOf(files: { [name: string]: string | Buffer }): Buffer {
  const parts: Buffer[] = []
  const list: Buffer[] = []
  let at = 0
  for (const [path, content] of Object.entries(files)) {
    const [name, body] = [Buffer.from(path), Buffer.from(content)]
    list.push(header(name, body, at))
    parts.push(header(name, body), body)
    at += 30 + name.length + body.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(list.length, 8)
  end.writeUInt16LE(list.length, 10)
  end.writeUInt32LE(Buffer.concat(list).length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...parts, ...list, end])
}
