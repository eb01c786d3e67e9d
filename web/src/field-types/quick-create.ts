import type { Entity } from '@mortise/sdk'
import { type ComponentType, createContext, useContext } from 'react'

/** A window that makes a record while another one is being written. */
export interface QuickCreateProps {
  entity: Entity
  /** Values that its form begins with, by field. */
  preset: { [field: string]: unknown }
  /** It asks for all that the form has, and not only for what a record cannot do without. */
  whole?: boolean
  onCreated: (record: { id: string; label: string }) => void
  onClose: () => void
}

const QuickCreateContext = createContext<ComponentType<QuickCreateProps> | null>(null)

/** Gives the inputs below the window in which they make records. */
export const QuickCreateProvider = QuickCreateContext.Provider

/** The window in which an input makes records; null where there is none. */
export function useQuickCreate(): ComponentType<QuickCreateProps> | null {
  return useContext(QuickCreateContext)
}
