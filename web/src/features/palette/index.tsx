export { Palette } from './Palette.tsx'
export type { Command } from './usePalette.ts'
