import { useNavigate } from '@tanstack/react-router'
import { useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { showToast } from '@/components/toast.ts'
import { type Command, useOfferedCommands } from '@/lib/commands.ts'
import { wireValue } from '@/lib/definition.ts'
import { type ActionName, actionStates, presetOf } from './action-states.ts'
import type { ActionPlace } from './place.ts'

/** The window that is open: of an action, or of why one is refused. */
export type OpenDialog = { name: ActionName; why?: false } | { name: ActionName; why: true }

/** What can be done with a record, and the doing of it; the palette offers it, too. */
export function useRecordActions(place: ActionPlace, onExport?: () => void) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [open, setOpen] = useState<OpenDialog>()
  const { entity, record, name } = place
  const states = actionStates(entity, record, place.may).filter(
    (state) => state.name !== 'export' || onExport !== undefined,
  )

  const perform = (action: ActionName) => {
    if (action === 'print') window.print()
    else if (action === 'export') onExport?.()
    else if (action === 'link') void copyLink()
    else if (action === 'copy') {
      const search = { preset: presetOf(entity, record, wireValue) }
      navigate({ to: '/e/$entity/new', params: { entity: entity.name }, search: search as never })
    } else setOpen({ name: action })
  }
  const copyLink = async () => {
    try {
      await navigator.clipboard.writeText(window.location.href)
      showToast({ tone: 'plain', text: t('actions.linkDone') })
    } catch {
      showToast({ tone: 'error', text: t('actions.linkFailed') })
    }
  }

  const latest = useRef(perform)
  latest.current = perform
  const possible = states.flatMap((state) => (state.refused ? [] : [state.name])).join()
  const commands = useMemo(
    () =>
      possible.split(',').map(
        (action): Command => ({
          key: `record.${action}`,
          label: t(`actions.${action}`),
          of: name,
          perform: () => latest.current(action as ActionName),
        }),
      ),
    [possible, name, t],
  )
  useOfferedCommands(commands)
  return {
    states,
    perform,
    open,
    explain: (action: ActionName) => setOpen({ name: action, why: true }),
    close: () => setOpen(undefined),
  }
}
