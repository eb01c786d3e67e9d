/** An exact decimal number: n divided by ten to the power of scale. */
export interface Decimal {
  n: bigint
  scale: number
}

/** Digits after the point of products and quotients, and most digits before it. */
const places = 20
const whole = 30

function ten(power: number): bigint {
  return 10n ** BigInt(power)
}

/** Reads a number, or its text; null when it is none. */
export function decimal(value: unknown): Decimal | null {
  const found = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d{1,3}))?$/i.exec(String(value))
  if (!found) return null
  const [, sign = '', before = '', after = '', power = '0'] = found
  const scale = after.length - Number(power)
  const n = BigInt(sign + before + after)
  return scale < 0 ? { n: n * ten(-scale), scale: 0 } : { n, scale }
}

/** The number as text, without idle zeros. */
export function decimalText({ n, scale }: Decimal): string {
  const digits = (n < 0n ? -n : n).toString().padStart(scale + 1, '0')
  const fraction = scale === 0 ? '' : digits.slice(-scale).replace(/0+$/, '')
  const text = digits.slice(0, digits.length - scale) + (fraction === '' ? '' : `.${fraction}`)
  return n < 0n && text !== '0' ? `-${text}` : text
}

/** Both numbers over one power of ten. */
function level(a: Decimal, b: Decimal): [bigint, bigint, number] {
  const scale = Math.max(a.scale, b.scale)
  return [a.n * ten(scale - a.scale), b.n * ten(scale - b.scale), scale]
}

/** Negative, zero or positive, as a is below, equal to or above b. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const [x, y] = level(a, b)
  return x < y ? -1 : x > y ? 1 : 0
}

/** n / d rounded half away from zero. */
function divided(n: bigint, d: bigint): bigint {
  const negative = n < 0n !== d < 0n
  const [x, y] = [n < 0n ? -n : n, d < 0n ? -d : d]
  const q = (x * 2n + y) / (y * 2n)
  return negative ? -q : q
}

function to(scale: number, { n, scale: has }: Decimal): Decimal {
  return has <= scale ? { n, scale: has } : { n: divided(n, ten(has - scale)), scale }
}

function truncated({ n, scale }: Decimal): Decimal {
  return { n: n / ten(scale), scale: 0 }
}

function floor(x: Decimal): Decimal {
  const cut = truncated(x)
  return compareDecimals(cut, x) > 0 ? { n: cut.n - 1n, scale: 0 } : cut
}

const negative = ({ n, scale }: Decimal): Decimal => ({ n: -n, scale })

function integer(x: Decimal): number | null {
  const cut = truncated(x)
  return compareDecimals(cut, x) === 0 ? Number(cut.n) : null
}

function power(x: Decimal, exponent: number | null): Decimal | null {
  if (exponent === null || exponent < 0 || exponent > 9) return null
  let result: Decimal = { n: 1n, scale: 0 }
  for (let i = 0; i < exponent; i++) result = to(places, { n: result.n * x.n, scale: result.scale + x.scale })
  return result
}

const none: Decimal = { n: 0n, scale: 0 }

const operations: { [fn: string]: (a: Decimal, b: Decimal) => Decimal | null } = {
  add: (a, b) => {
    const [x, y, scale] = level(a, b)
    return { n: x + y, scale }
  },
  sub: (a, b) => {
    const [x, y, scale] = level(a, b)
    return { n: x - y, scale }
  },
  mul: (a, b) => to(places, { n: a.n * b.n, scale: a.scale + b.scale }),
  div: (a, b) => {
    const [x, y] = level(a, b)
    return y === 0n ? null : { n: divided(x * ten(places), y), scale: places }
  },
  mod: (a, b) => {
    const [x, y, scale] = level(a, b)
    return y === 0n ? null : { n: x % y, scale }
  },
  neg: negative,
  abs: (a) => (a.n < 0n ? negative(a) : a),
  floor,
  ceil: (a) => negative(floor(negative(a))),
  round: (a, digits) => {
    const scale = integer(digits)
    return scale === null || scale < 0 || scale > places ? null : to(scale, a)
  },
  pow: (a, exponent) => power(a, integer(exponent)),
  days: (a) => truncated({ n: a.n / 86_400n, scale: a.scale }),
}

/** Whether a function is one of numbers alone. */
export function isNumeric(fn: string): boolean {
  return Object.hasOwn(operations, fn)
}

/** The value of a numeric function; null when it has none or it is too large. */
export function calculate(fn: string, args: Decimal[]): Decimal | null {
  const [a = none, b = none] = args
  const result = operations[fn]?.(a, b) ?? null
  return result && decimalText(truncated(result)).replace('-', '').length <= whole ? result : null
}
