import type { Revision } from '@mortise/sdk'
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { RotateCcw } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/Button.tsx'
import { Dialog } from '@/components/Dialog.tsx'
import { Skeleton } from '@/components/Notice.tsx'
import { client } from '@/lib/api/client.ts'
import { useLabel } from '@/lib/api/useLabel.ts'
import { formatDateTime } from '@/lib/format.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import { useStudio, useWords } from '../core/useBench.ts'
import { commentOf } from './comment.ts'
import './history.css'

/** How many revisions a page of them has. */
const page = 100

/** Everything that was published: what, when, by whom and why; and the way back. */
export default function HistoryPage() {
  const { t } = useWords()
  const [open, setOpen] = useState<number>()
  const revisions = useInfiniteQuery({
    queryKey: ['design', 'revisions'],
    queryFn: ({ pageParam, signal }) => client.design.revisions(pageParam, signal),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (last) => (last.length < page ? undefined : last.at(-1)?.number),
  })
  const list = revisions.data?.pages.flat() ?? []
  return (
    <div className="b-history">
      {revisions.isPending && <Skeleton width={420} height={16} />}
      {revisions.isError && <p className="b-error">{revisions.error.message}</p>}
      <ol>
        {list.map((revision, at) => (
          <li key={revision.number}>
            <RevisionRow
              revision={revision}
              newest={at === 0}
              open={open === revision.number}
              onToggle={() => setOpen(open === revision.number ? undefined : revision.number)}
            />
          </li>
        ))}
      </ol>
      {revisions.hasNextPage && (
        <Button busy={revisions.isFetchingNextPage} onClick={() => void revisions.fetchNextPage()}>
          {t('design.history.more')}
        </Button>
      )}
    </div>
  )
}

interface RevisionRowProps {
  revision: Revision
  newest: boolean
  open: boolean
  onToggle: () => void
}

function RevisionRow({ revision, newest, open, onToggle }: RevisionRowProps) {
  const { t } = useWords()
  const language = useLanguage()
  const [reverting, setReverting] = useState(false)
  const by = useLabel('user', revision.published_by ?? undefined)
  return (
    <article className="b-revision">
      <header>
        <button type="button" className="b-revision__open" aria-expanded={open} onClick={onToggle}>
          <strong>{t('design.history.revision', { number: revision.number })}</strong>
          <span className="b-revision__comment">{commentOf(revision.comment, t)}</span>
          <span className="b-revision__when">
            {formatDateTime(revision.published_at, language)}
            {revision.published_by && by ? ` · ${by}` : ''}
          </span>
        </button>
        {newest ? (
          <span className="b-revision__now">{t('design.history.now')}</span>
        ) : (
          <Button icon={<RotateCcw size={14} />} onClick={() => setReverting(true)}>
            {t('design.history.revert')}
          </Button>
        )}
      </header>
      {open && <RevisionChanges number={revision.number} />}
      {reverting && <RevertDialog number={revision.number} onClose={() => setReverting(false)} />}
    </article>
  )
}

function RevisionChanges({ number }: { number: number }) {
  const { t } = useWords()
  const changes = useQuery({
    queryKey: ['design', 'revision', number],
    queryFn: ({ signal }) => client.design.revisionDiff(number, undefined, signal),
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (changes.isPending) return <Skeleton width={300} height={14} />
  if (changes.isError) return <p className="b-error">{changes.error.message}</p>
  const words = changes.data.flatMap((document) =>
    document.words.map((word) => ({
      ...word,
      id: `${document.kind}/${document.name}${word.pointer}${word.text}`,
    })),
  )
  if (words.length === 0) return <p>{t('design.history.nothing')}</p>
  return (
    <ul className="b-revision__changes">
      {words.slice(0, 300).map(({ id, text }) => (
        <li key={id}>{text}</li>
      ))}
      {words.length > 300 && <li>{t('design.frame.moreChanges', { count: words.length - 300 })}</li>}
    </ul>
  )
}

/** Makes the draft what a revision was; nothing is published by that. */
function RevertDialog({ number, onClose }: { number: number; onClose: () => void }) {
  const { t } = useWords()
  const { draft, saver, reload } = useStudio()
  const navigate = useNavigate()
  const changes = useQuery({
    queryKey: ['design', 'since', number],
    queryFn: ({ signal }) => client.design.draft({ draft }, signal),
    gcTime: 0,
  })
  const lost = changes.data?.documents.length ?? 0
  const revert = useMutation({
    mutationFn: async () => {
      await saver.flush()
      await client.design.revert(number, { draft, replace: true })
      await reload()
    },
    onSuccess: () => void navigate({ to: '/design' }),
  })
  return (
    <Dialog
      title={t('design.history.revertTitle', { number })}
      closeLabel={t('action.close')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button look="primary" busy={revert.isPending || changes.isPending} onClick={() => revert.mutate()}>
            {t('design.history.revertNow')}
          </Button>
        </>
      }
    >
      <p>{t('design.history.revertText', { number })}</p>
      {lost > 0 && <p className="b-error">{t('design.history.revertLoses', { count: lost })}</p>}
      {revert.isError && <p className="b-error">{revert.error.message}</p>}
    </Dialog>
  )
}
