import type { Transport } from './transport.ts'

/** Calls of one subject; the Client makes one of each kind. */
export class Group {
  protected readonly transport: Transport

  constructor(transport: Transport) {
    this.transport = transport
  }
}
