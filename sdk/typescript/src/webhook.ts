/** How old a message may be, in seconds, so that one that was overheard is of no use later. */
export const signatureAge = 300

/**
 * Tells whether a message is one of a webhook: signature is the header Mortise-Signature
 * ("t=1700000000,v1=<hex>"), body the text of the request as it came, secret that of the webhook.
 */
export async function verifyWebhook(
  secret: string,
  signature: string,
  body: string | Uint8Array,
  now: Date = new Date(),
): Promise<boolean> {
  let at = ''
  const sums: string[] = []
  for (const part of signature.split(',')) {
    const [name, value = ''] = part.trim().split('=', 2)
    if (name === 't') at = value
    if (name === 'v1') sums.push(value)
  }
  if (!/^\d+$/.test(at) || Math.abs(now.getTime() / 1000 - Number(at)) > signatureAge) return false
  const encoder = new TextEncoder()
  const bytes = typeof body === 'string' ? encoder.encode(body) : body
  const head = encoder.encode(`${at}.`)
  const message = new Uint8Array(head.length + bytes.length)
  message.set(head)
  message.set(bytes, head.length)
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), algorithm, false, ['verify'])
  for (const sum of sums) {
    const given = bytesOf(sum)
    if (given && (await crypto.subtle.verify('HMAC', key, given, message))) return true
  }
  return false
}

function bytesOf(hex: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^([0-9a-f]{2})+$/i.test(hex)) return undefined
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}
