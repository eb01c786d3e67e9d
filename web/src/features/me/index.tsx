export { MePage } from './MePage.tsx'
export { sectionOf } from './sections.ts'
