export { CreatePage } from './CreatePage.tsx'
export { CreateRefused } from './RecordNotice.tsx'
export { RecordPage } from './RecordPage.tsx'
