import { SlidersHorizontal } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '@/components/Button.tsx'
import { OrderList } from '@/components/OrderList.tsx'
import { Popover } from '@/components/Popover.tsx'
import type { Nav } from './useNav.ts'

/** Orders and hides what stands in the navigation. */
export function NavArrange({ nav }: { nav: Nav }) {
  const { t } = useTranslation()
  return (
    <Popover
      label={t('shell.arrange')}
      width={270}
      trigger={(props) => (
        <span className="a-nav__tool">
          <IconButton {...props} label={t('shell.arrange')} icon={<SlidersHorizontal size={13} />} />
        </span>
      )}
    >
      {() => (
        <OrderList
          label={t('shell.arrange')}
          items={nav.items}
          onChange={nav.arrange}
          up={(name) => t('home.up', { name })}
          down={(name) => t('home.down', { name })}
        />
      )}
    </Popover>
  )
}
