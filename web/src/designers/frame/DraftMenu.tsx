import { UserRound, UsersRound } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { MenuItem } from '@/components/MenuItem.tsx'
import { Popover } from '@/components/Popover.tsx'
import { useStudio } from '../core/useBench.ts'

/** Which draft one draws in: one for all designers, or one's own that nobody else sees. */
export function DraftMenu() {
  const { t } = useTranslation()
  const { draft, chooseDraft, saver } = useStudio()
  const Icon = draft === 'shared' ? UsersRound : UserRound
  const label = t(`design.frame.draft.${draft}`)
  return (
    <Popover
      kind="menu"
      align="end"
      width={300}
      label={t('design.frame.draft.choose')}
      trigger={(props) => (
        <button
          type="button"
          className="m-button m-button--ghost"
          title={label}
          aria-label={label}
          {...props}
        >
          <Icon size={15} />
        </button>
      )}
    >
      {(close) =>
        (['shared', 'own'] as const).map((name) => (
          <MenuItem
            key={name}
            checked={draft === name}
            onSelect={() => {
              close()
              if (name !== draft) void saver.flush().then(() => chooseDraft(name))
            }}
          >
            {t(`design.frame.draft.${name}`)}
          </MenuItem>
        ))
      }
    </Popover>
  )
}
