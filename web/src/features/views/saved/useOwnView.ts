import { useEntity } from '@/lib/api/get-description.ts'
import { useMe } from '@/lib/api/get-me.ts'
import type { ListView } from './savedView.ts'

/** Whether a view is one that the user keeps himself. */
export function useOwnView(view: ListView): boolean {
  const me = useMe().data?.user.id
  return view.saved !== undefined && view.saved.owner === me
}

/** Whether the user may keep views at all. */
export function useMayKeepViews(): boolean {
  return useEntity('saved_view')?.actions.includes('create') === true
}
