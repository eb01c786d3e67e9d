/** Through whose eyes the draft is looked at; one's own without any. */
export interface Eyes {
  user?: string
  role?: string
  /** What the window says of them. */
  called: string
}

/** What is told to the mutation that opens a preview. */
export interface PreviewWindow {
  eyes: Eyes
  page: Window | null
}

/** The key of the mutation that opens a preview. */
export const previewKey = ['design', 'preview'] as const
