import { useTranslation } from 'react-i18next'
import { inOrder } from '@/components/moved.ts'
import type { Ordered } from '@/components/OrderList.tsx'
import { usePreference } from '@/lib/api/preferences.ts'
import type { CardName, HomeLayout } from './home.ts'

/** The cards as the user arranged them. */
export function useLayout(names: CardName[]) {
  const { t } = useTranslation()
  const [layout, setLayout] = usePreference<HomeLayout>('home.cards')
  const cards: Ordered[] = inOrder(names, layout?.order ?? [], (name) => name).map((name) => ({
    id: name,
    title: t(`home.${name}`),
    shown: !layout?.hidden?.includes(name),
  }))
  const change = (items: Ordered[]) =>
    setLayout({
      order: items.map(({ id }) => id),
      hidden: items.filter(({ shown }) => !shown).map(({ id }) => id),
    })
  return { cards, change }
}
