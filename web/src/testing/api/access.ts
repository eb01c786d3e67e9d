import type { Action, CellAccess, WireRecord } from '@mortise/sdk'
import type { Account } from './seed.ts'

const everything: Action[] = ['create', 'read', 'update', 'archive', 'restore', 'import', 'export', 'history']

/** Stands in for the policy of the demo workspace. */
export class Access {
  readonly account: Account

  constructor(account: Account) {
    this.account = account
  }

  actions(entity: string): Action[] {
    const { role } = this.account
    if (role === 'administrator') return everything
    if (entity === 'customer')
      return role === 'manager' ? everything : ['create', 'read', 'update', 'import', 'history']
    return ['read']
  }

  /** Whether a field exists for the caller at all. */
  knows(entity: string, field: string): boolean {
    return !(entity === 'customer' && field === 'contract_amount' && this.account.role === 'salesperson')
  }

  sees(entity: string, record: WireRecord): boolean {
    if (entity !== 'customer' || this.account.role !== 'salesperson') return true
    return record.consultant === this.account.id || record.consultant === null
  }

  masks(entity: string, record: WireRecord, field: string): boolean {
    return (
      entity === 'customer' &&
      field === 'phone' &&
      this.account.role === 'salesperson' &&
      record.consultant !== this.account.id
    )
  }

  mayChange(entity: string, record: WireRecord): boolean {
    if (!this.actions(entity).includes('update')) return false
    return (
      entity !== 'customer' || this.account.role !== 'salesperson' || record.consultant === this.account.id
    )
  }

  cell(entity: string, record: WireRecord, field: { name: string; readOnly?: boolean }): CellAccess {
    if (this.masks(entity, record, field.name)) return 'masked'
    if (field.readOnly || !this.mayChange(entity, record)) return 'read'
    return field.name === 'consultant' && this.account.role === 'salesperson' ? 'read' : 'write'
  }

  recordActions(entity: string, record: WireRecord): string[] {
    if (!this.mayChange(entity, record)) return []
    const now = record.archived_at ? ['restore', 'history'] : ['update', 'archive', 'history']
    return now.filter((action) => this.actions(entity).some((known) => known === action))
  }
}

/** Hides the middle of a telephone number. */
export function maskPhone(phone: unknown): unknown {
  const text = String(phone ?? '').replace('+86', '')
  return text === '' ? null : `${text.slice(0, 3)}****${text.slice(-4)}`
}
