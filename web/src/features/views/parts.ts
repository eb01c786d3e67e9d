import type { ComponentType } from 'react'
import { createContext } from 'react'

/** Windows that a list opens and that are made elsewhere. */
export interface ListParts {
  /** Merges records that are ticked into one of them. */
  Merge?: ComponentType<{ entity: string; ids: string[]; onDone: () => void; onClose: () => void }>
  /** Shares one record. */
  Share?: ComponentType<{ entity: string; id: string; onClose: () => void }>
}

/** The windows of the list that is drawn. */
export const ListPartsContext = createContext<ListParts>({})
