import type { WireRecord } from '@mortise/sdk'

/** Who can sign in. */
export interface Account {
  id: string
  email: string
  name: string
  role: 'administrator' | 'manager' | 'salesperson'
  language: string
  /** The code that he has to show beside the password. */
  code?: string
}

const id = (entity: number, n: number) => `0000${entity}000-0000-4000-8000-${String(n).padStart(12, '0')}`

/** The accounts of the demo workspace. */
export function demoAccounts(): Account[] {
  return [
    { id: id(9, 1), email: 'admin@example.com', name: '林晓', role: 'administrator', language: 'zh-CN' },
    { id: id(9, 2), email: 'a@example.com', name: '陈雨', role: 'salesperson', language: 'zh-CN' },
    { id: id(9, 3), email: 'b@example.com', name: '赵敏', role: 'salesperson', language: 'zh-CN' },
    { id: id(9, 4), email: 'manager@example.com', name: '王博文', role: 'manager', language: 'zh-CN' },
    {
      id: id(9, 5),
      email: 'careful@example.com',
      name: '周谨',
      role: 'salesperson',
      language: 'zh-CN',
      code: '123456',
    },
  ]
}

const surnames = [...'王李张刘陈杨赵黄周吴徐孙马朱胡郭何林高罗']
const given = [
  '子涵',
  '欣怡',
  '浩然',
  '雨桐',
  '思远',
  '佳宁',
  '梓萱',
  '文博',
  '晨曦',
  '嘉怡',
  '明哲',
  '静',
  '磊',
  '婷',
  '志强',
]
const cities = ['朝阳', '海淀', '浦东', '天河', '南山']
const statuses = ['new', 'contacted', 'visited', 'signed', 'lost']
const sources = ['website', 'referral', 'campaign', 'phone']

function pick<T>(list: readonly T[], n: number): T {
  return list[n % list.length] as T
}

function stamp(n: number): string {
  return new Date(Date.UTC(2026, 10, 20, 9, 0) - n * 5_400_000).toISOString().replace('.000', '')
}

function day(n: number): string {
  return new Date(Date.UTC(2026, 10, 24) + (n % 40) * 86_400_000).toISOString().slice(0, 10)
}

function customerAt(n: number, owners: (string | null)[]): WireRecord {
  const status = pick(statuses, n * 7 + (n >> 2))
  return {
    id: id(1, n),
    name: pick(surnames, n * 3 + (n >> 3)) + pick(given, n * 5 + 1),
    number: `C-${10001 + n}`,
    phone: `+861${pick(['38', '39', '50', '86'], n)}${String(10_000_000 + ((n * 7_919_113) % 89_999_999)).slice(0, 8)}`,
    source: pick(sources, n * 3 + 1),
    status,
    consultant: pick(owners, n),
    campus: id(2, n % cities.length),
    contract_amount: status === 'signed' ? 6800 + ((n * 131) % 90) * 400 : null,
    intention: (n * 15) % 105,
    tags: n % 4 === 0 ? ['试听', '寒假班'] : n % 7 === 0 ? ['老生推荐'] : null,
    email: n % 3 === 0 ? `parent${n}@example.com` : null,
    next_visit: n % 5 === 4 ? null : day(n * 3),
    remark: n % 3 === 1 ? '家长希望周末上课，孩子数学基础较好，需要先安排一次试听。' : null,
  }
}

/** The records of the demo workspace by entity, newest first. */
export function demoRecords(accounts: Account[]): Map<string, WireRecord[]> {
  const [admin, a, b] = accounts
  const owners = [a?.id ?? null, b?.id ?? null, null, a?.id ?? null, admin?.id ?? null]
  const system = (record: WireRecord, n: number): WireRecord => ({
    ...record,
    created_at: stamp(n),
    created_by: admin?.id,
    updated_at: stamp(Math.floor(n / 2)),
    updated_by: a?.id,
    version: 1,
    archived_at: null,
  })
  const list = (count: number, make: (n: number) => WireRecord) =>
    Array.from({ length: count }, (_, n) => system(make(n), n))
  return new Map([
    ['customer', list(300, (n) => customerAt(n, owners))],
    [
      'campus',
      list(cities.length, (n) => ({
        id: id(2, n),
        name: `${cities[n]}校区`,
        city: cities[n],
        open: n !== 3,
        seats: 40 + n * 12,
      })),
    ],
    [
      'course',
      list(6, (n) => ({
        id: id(3, n),
        name: pick(['少儿编程', '英语口语', '奥数提高班', '书法', '围棋', '物理竞赛'], n),
        price: 2800 + n * 600,
        starts_at: `${String(9 + n).padStart(2, '0')}:30:00`,
        subjects: n % 2 ? ['english'] : ['math', 'english'],
        site: 'https://example.com/course',
        weight: 1.5 + n,
        shape: { facets: n },
      })),
    ],
    [
      'user',
      list(accounts.length, (n) => ({
        id: id(9, n + 1),
        name: accounts[n]?.name,
        email: accounts[n]?.email,
        active: true,
      })),
    ],
  ])
}
