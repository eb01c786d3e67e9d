import { Ellipsis } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from '@/components/Button.tsx'
import { Popover } from '@/components/Popover.tsx'
import { useNarrow } from '@/lib/useNarrow.ts'
import { ActionMenu } from './ActionMenu.tsx'
import { prominent } from './action-states.ts'
import { icons } from './icons.ts'
import type { ActionPlace } from './place.ts'
import { useRecordActions } from './useRecordActions.ts'
import '@/field-types/asking/asking.css'
import './actions.css'

const ActionDialog = lazy(() => import('./ActionDialog.tsx'))

/** What can be done with a record: the likely things as buttons, all of them in a menu. */
export function RecordActions({ place, onExport }: { place: ActionPlace; onExport?: () => void }) {
  const { t } = useTranslation()
  const narrow = useNarrow()
  const model = useRecordActions(place, onExport)
  return (
    <>
      {prominent(model.states, narrow ? 1 : 2).map((name) => {
        const Icon = icons[name]
        return (
          <Button key={name} icon={<Icon size={14} />} onClick={() => model.perform(name)}>
            {t(`actions.${name}`)}
          </Button>
        )
      })}
      <Popover
        kind="menu"
        align="end"
        label={t('action.more')}
        width={260}
        trigger={(props) => <IconButton label={t('action.more')} icon={<Ellipsis size={17} />} {...props} />}
      >
        {(close) => (
          <ActionMenu
            place={place}
            states={model.states}
            onPerform={(name) => {
              close()
              model.perform(name)
            }}
            onExplain={(name) => {
              close()
              model.explain(name)
            }}
          />
        )}
      </Popover>
      {model.open && (
        <Suspense>
          <ActionDialog open={model.open} place={place} onClose={model.close} />
        </Suspense>
      )}
    </>
  )
}
