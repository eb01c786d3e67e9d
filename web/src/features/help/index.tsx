export { HelpDrawer } from './HelpDrawer.tsx'
export { pageOf } from './help.ts'
