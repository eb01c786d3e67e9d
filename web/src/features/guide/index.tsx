export { GuideHints } from './GuideHints.tsx'
