import type { Entity } from '@mortise/sdk'
import { ChevronDown, CopyPlus, Pencil, Pin, PinOff, Share2, Trash2 } from 'lucide-react'
import { Suspense, useContext, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { MenuItem } from '@/components/MenuItem.tsx'
import { Popover } from '@/components/Popover.tsx'
import { useEntity } from '@/lib/api/get-description.ts'
import { usePins } from '@/lib/api/pins.ts'
import { ListPartsContext } from '../parts.ts'
import type { ListModel } from '../useList.ts'
import { useMayKeepViews, useOwnView } from './useOwnView.ts'
import { useSaveView } from './useSavedViews.ts'
import { useViewDialog } from './useViewDialog.tsx'

/** What can be done with the view that is shown. */
export function ViewMenu({ entity, list }: { entity: Entity; list: ListModel }) {
  const { t } = useTranslation()
  const { state } = list
  const { view } = state
  const own = useOwnView(view)
  const may = useMayKeepViews()
  const { remove } = useSaveView(entity.name)
  const { dialog, make, rename } = useViewDialog(entity, list)
  const { Share } = useContext(ListPartsContext)
  const [sharing, setSharing] = useState<string>()
  const mayShare = useEntity('saved_view')?.actions.includes('share') === true
  const [pins, setPins] = usePins()
  const here = { entity: entity.name, view: view.name || undefined, title: view.title }
  const pinned = pins.some((pin) => pin.entity === here.entity && pin.view === here.view)
  const others = pins.filter((pin) => pin.entity !== here.entity || pin.view !== here.view)
  return (
    <>
      <Popover
        kind="menu"
        label={t('views.menu', { name: view.title })}
        trigger={(props) => (
          <button
            type="button"
            className="v-tab-menu"
            aria-label={t('views.menu', { name: view.title })}
            {...props}
          >
            <ChevronDown size={13} aria-hidden="true" />
          </button>
        )}
      >
        {(close) => {
          const then = (act: () => void) => () => {
            close()
            act()
          }
          return (
            <>
              <MenuItem
                icon={pinned ? <PinOff size={15} /> : <Pin size={15} />}
                onSelect={then(() => setPins(pinned ? others : [...pins, here]))}
              >
                {t(pinned ? 'views.unpin' : 'views.pin')}
              </MenuItem>
              {may && (
                <MenuItem icon={<CopyPlus size={15} />} onSelect={then(() => make('copy'))}>
                  {t('views.copy')}
                </MenuItem>
              )}
              {own && (
                <MenuItem icon={<Pencil size={15} />} onSelect={then(rename)}>
                  {t('views.rename')}
                </MenuItem>
              )}
              {own && view.saved && Share && mayShare && (
                <MenuItem icon={<Share2 size={15} />} onSelect={then(() => setSharing(view.saved?.id))}>
                  {t('views.share')}
                </MenuItem>
              )}
              {own && view.saved && (
                <MenuItem
                  danger
                  icon={<Trash2 size={15} />}
                  onSelect={then(() => {
                    remove.mutate(view.name)
                    state.setView('')
                  })}
                >
                  {t('views.remove')}
                </MenuItem>
              )}
            </>
          )
        }}
      </Popover>
      {dialog}
      {sharing && Share && (
        <Suspense>
          <Share entity="saved_view" id={sharing} onClose={() => setSharing(undefined)} />
        </Suspense>
      )}
    </>
  )
}
