import { ListFilter } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '@/components/Button.tsx'
import { MenuItem } from '@/components/MenuItem.tsx'
import { Popover } from '@/components/Popover.tsx'
import { type Kind, kinds } from './items.ts'

/** Narrows the stream to some kinds; none chosen are all. */
export function KindMenu({ chosen, onChange }: { chosen: Kind[]; onChange: (kinds: Kind[]) => void }) {
  const { t } = useTranslation()
  const named = chosen.map((kind) => t(`timeline.kind_${kind}`)).join(', ')
  const label = chosen.length > 0 ? t('timeline.filtered', { kinds: named }) : t('timeline.filter')
  return (
    <Popover
      kind="menu"
      align="end"
      label={t('timeline.filter')}
      trigger={(props) => (
        <IconButton
          label={label}
          icon={<ListFilter size={15} />}
          className={chosen.length > 0 ? 't-filter t-filter--on' : 't-filter'}
          {...props}
        />
      )}
    >
      {() => (
        <>
          <MenuItem choice="many" checked={chosen.length === 0} onSelect={() => onChange([])}>
            {t('timeline.all')}
          </MenuItem>
          <div className="m-menu-line" aria-hidden="true" />
          {kinds.map((kind) => {
            const checked = chosen.includes(kind)
            return (
              <MenuItem
                key={kind}
                choice="many"
                checked={checked}
                onSelect={() => onChange(checked ? chosen.filter((one) => one !== kind) : [...chosen, kind])}
              >
                {t(`timeline.kind_${kind}`)}
              </MenuItem>
            )
          })}
        </>
      )}
    </Popover>
  )
}
