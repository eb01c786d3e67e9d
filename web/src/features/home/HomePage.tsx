import type { Entity } from '@mortise/sdk'
import { LayoutGrid, SlidersHorizontal } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Notice } from '@/components/Notice.tsx'
import { OrderList } from '@/components/OrderList.tsx'
import { PageHeader } from '@/components/PageHeader.tsx'
import { Popover } from '@/components/Popover.tsx'
import { useDescription } from '@/lib/api/get-description.ts'
import { ApprovalsCard } from './ApprovalsCard.tsx'
import { CreateCard } from './CreateCard.tsx'
import { DueCard } from './DueCard.tsx'
import { type CardName, wideCards } from './home.ts'
import { PinnedCard } from './PinnedCard.tsx'
import { RecentCard } from './RecentCard.tsx'
import { TasksCard } from './TasksCard.tsx'
import { dueSources } from './useDue.ts'
import { useLayout } from './useLayout.ts'
import './home.css'

/** The start page: what waits for the user, and the ways to what he works on. */
export function HomePage({ notifications }: { notifications: ReactNode }) {
  const { t } = useTranslation()
  const cards = useCards(notifications)
  const layout = useLayout([...cards.keys()])
  const column = (wide: boolean) =>
    layout.cards
      .filter(({ id, shown }) => shown && wideCards.includes(id as CardName) === wide)
      .map(({ id }) => <div key={id}>{cards.get(id as CardName)}</div>)
  const [left, right] = [column(true), column(false)]
  return (
    <main className="a-page" aria-label={t('home.title')}>
      <PageHeader
        actions={
          <Popover
            label={t('home.arrange')}
            align="end"
            width={280}
            trigger={(props) => (
              <Button {...props} look="ghost" icon={<SlidersHorizontal size={14} aria-hidden="true" />}>
                {t('home.arrange')}
              </Button>
            )}
          >
            {() => (
              <OrderList
                label={t('home.arrange')}
                items={layout.cards}
                onChange={layout.change}
                up={(name) => t('home.up', { name })}
                down={(name) => t('home.down', { name })}
              />
            )}
          </Popover>
        }
      >
        <h1>{t('home.title')}</h1>
      </PageHeader>
      <div className="h-scroll">
        {left.length + right.length === 0 ? (
          <Notice icon={<LayoutGrid size={20} />} title={t('home.allHidden')}>
            {t('home.allHiddenText')}
          </Notice>
        ) : (
          <div className={left.length > 0 && right.length > 0 ? 'h-columns' : 'h-columns h-columns--one'}>
            {left.length > 0 && <div className="h-column">{left}</div>}
            {right.length > 0 && <div className="h-column">{right}</div>}
          </div>
        )}
      </div>
    </main>
  )
}

/** The cards that the caller has a use for. */
function useCards(notifications: ReactNode): Map<CardName, ReactNode> {
  const entities = useDescription().data?.entities ?? []
  const readable = entities.filter((entity) => entity.actions.includes('read'))
  const named = (name: string): Entity | undefined => readable.find((entity) => entity.name === name)
  const makeable = entities
    .filter((entity) => entity.menu !== false && entity.actions.includes('create'))
    .sort((one, other) => Number(one.package === 'core') - Number(other.package === 'core'))
  const sources = dueSources(readable)
  const cards = new Map<CardName, ReactNode>()
  const todo = named('todo')
  if (todo) cards.set('tasks', <TasksCard entity={todo} />)
  if (sources.length > 0) cards.set('due', <DueCard sources={sources} />)
  if (named('approval')) cards.set('approvals', <ApprovalsCard />)
  if (makeable.length > 0) cards.set('create', <CreateCard entities={makeable} />)
  cards.set('pinned', <PinnedCard entities={readable} />)
  if (named('notification')) cards.set('notifications', notifications)
  cards.set('recent', <RecentCard entities={readable} />)
  return cards
}
