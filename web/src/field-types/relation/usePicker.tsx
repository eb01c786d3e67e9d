import type { Field } from '@mortise/sdk'
import { useQueryClient } from '@tanstack/react-query'
import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEntity } from '@/lib/api/get-description.ts'
import { useNotePicked } from '@/lib/api/recent.ts'
import { relationTarget } from '@/lib/definition.ts'
import { usePlace } from '../place.ts'
import { useQuickCreate } from '../quick-create.ts'
import { type Candidate, labelPreset } from './candidate.ts'
import { PickOption } from './PickOption.tsx'
import { useCandidates } from './useCandidates.ts'
import { useSearchText } from './useSearchText.ts'

/** The value of the option that makes a record instead of choosing one. */
const toCreate = ':create'

interface Option {
  value: string
  label: string
  candidate?: Candidate
}

interface PickerProps {
  field: Field
  /** Also people who no longer sign in, as for a filter. */
  all?: boolean
  autoFocus?: boolean
  onPick: (candidate: Candidate) => void
}

/** Brings the option that the keyboard is at out from under the last one, which always shows. */
function showActive() {
  setTimeout(() => {
    const active = document.querySelector(
      '.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option-active',
    )
    active?.scrollIntoView({ block: 'nearest' })
  }, 30)
}

/** Where the list opens: within what the page, or the window around the input, is about. */
export function listRoom(trigger: HTMLElement): HTMLElement {
  return trigger.closest<HTMLElement>('dialog, main') ?? document.body
}

/** Searches for records to point to, and makes one that is not there yet. */
export function usePicker({ field, all = false, autoFocus, onPick }: PickerProps) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const target = relationTarget(field) ?? ''
  const entity = useEntity(target)
  const [open, setOpen] = useState(autoFocus ?? false)
  const search = useSearchText()
  const { recent, found, stale, loading, known, error } = useCandidates(field, search.q, {
    enabled: open,
    all,
  })
  const notePicked = useNotePicked(target)
  const Quick = useQuickCreate()
  const inForm = usePlace() !== null
  const [making, setMaking] = useState<string>()
  const pending = search.typing || stale
  const offered = [...recent, ...found]

  const note = (candidate: Candidate) => {
    notePicked(candidate.id)
    queries.setQueryData(['label', target, candidate.id], candidate.label)
  }
  const optionOf = (candidate: Candidate): Option => ({
    value: candidate.id,
    label: candidate.note ? `${candidate.label} · ${candidate.note}` : candidate.label,
    candidate,
  })
  const mayCreate = inForm && Quick !== null && entity?.actions.includes('create') === true
  // Not before the others: they would come under the pointer in its place.
  const create: Option[] =
    mayCreate && known && !pending && !error
      ? [
          {
            value: toCreate,
            label: search.q
              ? t('relation.createNamed', { name: entity.title, text: search.q })
              : t('relation.create', { name: entity.title }),
          },
        ]
      : []
  const grouped =
    recent.length > 0
      ? [
          { label: t('relation.recent'), options: recent.map(optionOf) },
          { label: t('relation.others'), options: found.map(optionOf) },
        ].filter((group) => group.options.length > 0)
      : found.map(optionOf)

  return {
    open,
    setOpen,
    loading,
    watch: {
      ...search.watch,
      onKeyDownCapture: (event: React.KeyboardEvent) => {
        search.watch.onKeyDownCapture(event)
        // What is shown is not yet what was typed: Enter would choose something else.
        if (event.key === 'Enter' && open && pending) event.stopPropagation()
      },
    },
    onSearch: search.setText,
    onActive: showActive,
    options: [...grouped, ...create],
    draw: (option: { value?: unknown; label?: unknown; data?: unknown }) => (
      <PickOption
        candidate={offered.find(({ id }) => id === option.value)}
        label={String(option.label)}
        round={target === 'user'}
      />
    ),
    none: error ? t('relation.failed') : t(loading || pending ? 'state.loading' : 'state.noMatch'),
    /** Takes the value of an option that was chosen; null when it opens a window instead. */
    take: (value: string): Candidate | null => {
      if (value === toCreate) {
        setMaking(search.q)
        setOpen(false)
        return null
      }
      const candidate = offered.find(({ id }) => id === value)
      if (candidate) note(candidate)
      return candidate ?? null
    },
    quick: Quick && entity && making !== undefined && (
      <Suspense>
        <Quick
          entity={entity}
          preset={labelPreset(entity, making)}
          onClose={() => setMaking(undefined)}
          onCreated={(record) => {
            setMaking(undefined)
            note(record)
            void queries.invalidateQueries({ queryKey: ['candidates', target] })
            onPick(record)
          }}
        />
      </Suspense>
    ),
  }
}
