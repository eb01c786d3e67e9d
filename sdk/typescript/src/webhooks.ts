import { Group } from './group.ts'
import { pathOf, queryOf } from './path.ts'

/** One message in the log of a webhook. */
export interface Delivery {
  id: string
  event: string
  entity: string
  /** null when the caller may not see the record. */
  record_id: string | null
  at: string
  created_at: string
  state: string
  attempts: number
  tried_at: string | null
  /** Of the last answer; null for none. */
  status: number | null
  took_ms: number | null
  /** Code. */
  problem: string | null
}

/** Which messages to list. */
export interface DeliveryQuery {
  /** Id of a delivery. */
  before?: string
  state?: 'waiting' | 'delivered' | 'failed' | 'skipped'
}

/** The logs of webhooks; they themselves are records of entity webhook. */
export class Webhooks extends Group {
  /** One page of the log, the newest first. */
  async deliveries(id: string, query: DeliveryQuery = {}, signal?: AbortSignal): Promise<Delivery[]> {
    const path = pathOf('webhooks', id, 'deliveries')
    return (await this.transport.send<{ data: Delivery[] }>({ path, query: queryOf({ ...query }), signal }))
      .data
  }

  /** Has a message sent again, and gives the id of its delivery. */
  async replay(id: string, delivery: string): Promise<string> {
    const path = `${pathOf('webhooks', id, 'deliveries', delivery)}:replay`
    return (await this.transport.send<{ id: string }>({ method: 'POST', path })).id
  }

  /** Has a test sent, and gives the id of its delivery. */
  async ping(id: string): Promise<string> {
    return (
      await this.transport.send<{ id: string }>({ method: 'POST', path: `${pathOf('webhooks', id)}:ping` })
    ).id
  }
}
