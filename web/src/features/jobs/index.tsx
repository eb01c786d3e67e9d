export { JobsTray } from './JobsTray.tsx'
