import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import { MenuItem } from '@/components/MenuItem.tsx'
import type { ActionName, ActionState } from './action-states.ts'
import { icons } from './icons.ts'
import type { ActionPlace } from './place.ts'
import { useExplanation } from './useExplanation.ts'

interface ActionMenuProps {
  place: ActionPlace
  states: ActionState[]
  onPerform: (name: ActionName) => void
  onExplain: (name: ActionName) => void
}

const dangerous = new Set<ActionName>(['archive', 'purge'])
/** Where a new group of the menu begins. */
const groups = new Set<ActionName>(['copy', 'restore', 'archive'])

/** All actions of a record; refused ones say why. */
export function ActionMenu({ place, states, onPerform, onExplain }: ActionMenuProps) {
  const { t } = useTranslation()
  return states.map((state, at) => {
    const Icon = icons[state.name]
    return (
      <Fragment key={state.name}>
        {at > 0 && groups.has(state.name) && <div className="m-menu-line" aria-hidden="true" />}
        {state.refused ? (
          <Refused place={place} name={state.name} onExplain={() => onExplain(state.name)} />
        ) : (
          <MenuItem
            icon={<Icon size={15} />}
            danger={dangerous.has(state.name)}
            onSelect={() => onPerform(state.name)}
          >
            {t(`actions.${state.name}`)}
          </MenuItem>
        )}
      </Fragment>
    )
  })
}

/** An action that the rules refuse on this record, with the reason in short; pressed, it is told whole. */
function Refused({
  place,
  name,
  onExplain,
}: {
  place: ActionPlace
  name: ActionName
  onExplain: () => void
}) {
  const { t } = useTranslation()
  const Icon = icons[name]
  const why = useExplanation(place, name)
  return (
    <button
      type="button"
      role="menuitem"
      aria-disabled="true"
      className="m-menu-item x-refused"
      onClick={onExplain}
    >
      <Icon size={15} />
      <span className="x-refused__text">
        <span>{t(`actions.${name}`)}</span>
        <span className="x-refused__why">{why.short ?? t('actions.notNow')}</span>
      </span>
    </button>
  )
}
