import type { DocumentKey } from '@mortise/sdk'
import { useMutation, useQuery } from '@tanstack/react-query'
import { GitCompareArrows, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from '@/components/Button.tsx'
import { Dialog } from '@/components/Dialog.tsx'
import { Popover } from '@/components/Popover.tsx'
import { client } from '@/lib/api/client.ts'
import type { Key } from '../core/document.ts'
import { useStudio } from '../core/useBench.ts'
import { useSavedTick } from '../core/useSavedTick.ts'
import { useWhere } from './ProblemsMenu.tsx'

/** What the draft changes, as it is saved. */
export function useChanges() {
  const { draft } = useStudio()
  const tick = useSavedTick()
  return useQuery({
    queryKey: ['design', 'diff', draft, tick],
    queryFn: ({ signal }) => client.design.diff({ draft }, signal),
    placeholderData: (last) => last,
    gcTime: 0,
  })
}

/** How many documents the draft changes, and how; each, or all of it, can be given up. */
export function ChangesMenu() {
  const { t } = useTranslation()
  const changes = useChanges().data ?? []
  const [giveUp, setGiveUp] = useState<DocumentKey | 'all'>()
  const label = t('design.frame.changes', { count: changes.length })
  return (
    <>
      <Popover
        label={label}
        align="end"
        width={420}
        trigger={(props) => (
          <button
            type="button"
            className="m-button m-button--ghost b-changed"
            title={label}
            aria-label={label}
            {...props}
          >
            <GitCompareArrows size={15} />
            {changes.length > 0 && <span>{changes.length}</span>}
          </button>
        )}
      >
        {(close) => (
          <div className="b-changes">
            {changes.length === 0 && <p className="b-pop-text">{t('design.frame.noChanges')}</p>}
            <ChangeList
              onDiscard={(key) => {
                close()
                setGiveUp(key)
              }}
            />
            {changes.length > 0 && (
              <div className="b-changes__foot">
                <Button
                  look="ghost"
                  icon={<Trash2 size={14} />}
                  onClick={() => {
                    close()
                    setGiveUp('all')
                  }}
                >
                  {t('design.frame.discardAll')}
                </Button>
              </div>
            )}
          </div>
        )}
      </Popover>
      {giveUp && <DiscardDialog what={giveUp} onClose={() => setGiveUp(undefined)} />}
    </>
  )
}

/** The documents that the draft changes, each with its changes in words. */
export function ChangeList({ onDiscard }: { onDiscard?: (key: DocumentKey) => void }) {
  const { t } = useTranslation()
  const changes = useChanges().data ?? []
  const where = useWhere()
  return (
    <ul className="b-change-list">
      {changes.map(({ kind, name, change, words }) => {
        const title = where(`${kind}/${name}` as Key, '')
        return (
          <li key={`${kind}/${name}`} className="b-change">
            <div className="b-change__head">
              <span className="b-change__kind" data-change={change}>
                {t(`design.frame.change.${change || 'changed'}`)}
              </span>
              <strong className="truncate">{title}</strong>
              {onDiscard && (
                <IconButton
                  label={t('design.frame.discardOne', { title })}
                  icon={<Trash2 size={14} />}
                  onClick={() => onDiscard({ kind, name })}
                />
              )}
            </div>
            {change === 'changed' && (
              <ul className="b-change__words">
                {words.slice(0, 12).map((word) => (
                  <li key={word.pointer + word.code + word.text}>{word.text}</li>
                ))}
                {words.length > 12 && <li>{t('design.frame.moreChanges', { count: words.length - 12 })}</li>}
              </ul>
            )}
          </li>
        )
      })}
    </ul>
  )
}

function DiscardDialog({ what, onClose }: { what: DocumentKey | 'all'; onClose: () => void }) {
  const { t } = useTranslation()
  const { draft, saver, reload } = useStudio()
  const where = useWhere()
  const discard = useMutation({
    mutationFn: async () => {
      await saver.flush()
      await client.design.discard({ draft, only: what === 'all' ? undefined : what })
      await reload()
    },
    onSuccess: onClose,
  })
  return (
    <Dialog
      title={t('design.frame.discardTitle')}
      closeLabel={t('action.close')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button look="danger" busy={discard.isPending} onClick={() => discard.mutate()}>
            {t('action.discard')}
          </Button>
        </>
      }
    >
      <p>
        {what === 'all'
          ? t(`design.frame.discardAllText.${draft}`)
          : t('design.frame.discardOneText', { title: where(`${what.kind}/${what.name}` as Key, '') })}
      </p>
      {discard.isError && <p className="b-error">{discard.error.message}</p>}
    </Dialog>
  )
}
