export { ListPage } from './ListPage.tsx'

/** Brings what lists open on demand. */
export const prefetch = () =>
  Promise.all([
    import('./grid/CellEditor.tsx'),
    import('./filter/FilterBuilder.tsx'),
    import('./bulk/BulkDialog.tsx'),
  ])
