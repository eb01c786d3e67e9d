export { ApprovalBanner } from './ApprovalBanner.tsx'
export { RecordActions } from './RecordActions.tsx'
export { useRecordActions } from './useRecordActions.ts'
