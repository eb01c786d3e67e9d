import { Palette } from '@/features/palette/index.tsx'
import { useCommands } from './useCommands.tsx'

/** The palette with what it can do. */
export function PaletteHost({ onClose, onHelp }: { onClose: () => void; onHelp: () => void }) {
  return <Palette commands={useCommands(onHelp)} onClose={onClose} />
}
