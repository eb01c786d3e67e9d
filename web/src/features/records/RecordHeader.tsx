import type { Entity, WireRecord } from '@mortise/sdk'
import { Link } from '@tanstack/react-router'
import { Archive, ArchiveRestore, ChevronLeft, Ellipsis } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from '@/components/Button.tsx'
import { Dialog } from '@/components/Dialog.tsx'
import { MenuItem } from '@/components/MenuItem.tsx'
import { PageHeader } from '@/components/PageHeader.tsx'
import { Popover } from '@/components/Popover.tsx'
import { useArchive } from './useArchive.ts'
import type { RecordModel } from './useRecord.ts'

interface RecordHeaderProps {
  entity: Entity
  record: WireRecord
  model: RecordModel
  name: string
}

/** Where the record is, and what can be done with it. */
export function RecordHeader({ entity, record, model, name }: RecordHeaderProps) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState(false)
  const { archive, restore } = useArchive(entity, record.id, name, model.refresh)
  const mayRestore = Boolean(record.archived_at) && model.may('restore')
  const mayArchive = !record.archived_at && model.may('archive')
  return (
    <PageHeader
      actions={
        <>
          {mayRestore && (
            <Button
              icon={<ArchiveRestore size={14} />}
              busy={restore.isPending}
              onClick={() => restore.mutate()}
            >
              {t('action.restore')}
            </Button>
          )}
          {mayArchive && (
            <Popover
              kind="menu"
              align="end"
              label={t('action.more')}
              trigger={(props) => (
                <IconButton label={t('action.more')} icon={<Ellipsis size={17} />} {...props} />
              )}
            >
              {(close) => (
                <MenuItem
                  danger
                  icon={<Archive size={15} />}
                  onSelect={() => {
                    close()
                    setAsking(true)
                  }}
                >
                  {t('action.archive')}
                </MenuItem>
              )}
            </Popover>
          )}
        </>
      }
    >
      <Crumbs entity={entity} title={name} />
      {asking && (
        <Dialog
          title={t('archive.title', { name })}
          closeLabel={t('action.close')}
          onClose={() => setAsking(false)}
          footer={
            <>
              <Button onClick={() => setAsking(false)}>{t('action.cancel')}</Button>
              <Button
                look="danger"
                busy={archive.isPending}
                onClick={() => archive.mutate(undefined, { onSettled: () => setAsking(false) })}
              >
                {t('action.archive')}
              </Button>
            </>
          }
        >
          {t('archive.text')}
        </Dialog>
      )}
    </PageHeader>
  )
}

/** The way back to the list, and the title of the page: its heading when it has no other. */
export function Crumbs({ entity, title, heading }: { entity: Entity; title: string; heading?: boolean }) {
  const { t } = useTranslation()
  return (
    <nav className="r-crumbs" aria-label={t('action.back')}>
      <Link
        className="m-icon-button"
        to="/e/$entity"
        params={{ entity: entity.name }}
        aria-label={t('action.back')}
      >
        <ChevronLeft size={17} />
      </Link>
      <Link className="r-crumbs__entity" to="/e/$entity" params={{ entity: entity.name }}>
        {entity.plural || entity.title}
      </Link>
      <span className="r-crumbs__slash" aria-hidden="true">
        /
      </span>
      {heading ? (
        <h1 className="r-crumbs__title truncate">{title}</h1>
      ) : (
        <span className="r-crumbs__title truncate" aria-current="page">
          {title}
        </span>
      )}
    </nav>
  )
}
