import type { Conflict, Duplicate, Entity } from '@mortise/sdk'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Dialog } from '@/components/Dialog.tsx'
import { fieldOf } from '@/lib/definition.ts'
import { useLanguage } from '@/lib/i18n/index.ts'

interface DuplicateDialogProps {
  entity: Entity
  refusal: Conflict
  /** What insisting does: "Create anyway". */
  insistText: string
  busy: boolean
  onInsist: () => void
  onClose: () => void
}

/** Says that the record is there already: whose it is, as far as one may know, and what can be done. */
export function DuplicateDialog({
  entity,
  refusal,
  insistText,
  busy,
  onInsist,
  onClose,
}: DuplicateDialogProps) {
  const { t } = useTranslation()
  const told = refusal.duplicates.some((one) => one.owner && !one.record)
  return (
    <Dialog
      title={t('duplicate.title', { name: entity.title })}
      closeLabel={t('action.close')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('duplicate.back')}</Button>
          {refusal.mayInsist && (
            <Button look="danger" busy={busy} onClick={onInsist}>
              {insistText}
            </Button>
          )}
        </>
      }
    >
      <ul className="r-duplicates">
        {refusal.duplicates.map((one) => (
          <li key={`${one.record}:${one.fields.join()}`}>
            <DuplicateLine entity={entity} one={one} />
          </li>
        ))}
      </ul>
      {told && <p className="r-duplicates__told">{t('duplicate.told')}</p>}
    </Dialog>
  )
}

function DuplicateLine({ entity, one }: { entity: Entity; one: Duplicate }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const titles = one.fields.map((name) => fieldOf(entity, name)?.title ?? name)
  const fields = new Intl.ListFormat(language, { type: 'conjunction' }).format(titles)
  const whose = one.owner
    ? t('duplicate.owner', { name: one.owner })
    : t(one.unowned ? 'duplicate.unowned' : one.record ? 'duplicate.readable' : 'duplicate.unknown')
  return (
    <>
      <strong>{t('duplicate.same', { fields })}</strong>
      <span>
        {whose}
        {one.archived && ` ${t('duplicate.archived')}`}
      </span>
      {one.record && (
        <Link
          to="/e/$entity/$id"
          params={{ entity: entity.name, id: one.record }}
          target="_blank"
          rel="noopener"
        >
          {t('duplicate.open', { name: one.label || one.record })}
        </Link>
      )}
    </>
  )
}
