import type { DocumentDifference, SentDocument } from '@mortise/sdk'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Dialog } from '@/components/Dialog.tsx'
import { Skeleton } from '@/components/Notice.tsx'
import { client } from '@/lib/api/client.ts'
import { useLanguage } from '@/lib/i18n/index.ts'

interface PublishRequestProps {
  /** Of the request. */
  id: string
  onClose: () => void
}

/** What somebody asks to publish, for those who decide: each document with what changes of it, and as it will be. */
export default function PublishRequest({ id, onClose }: PublishRequestProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const request = useQuery({
    queryKey: ['approval', id, 'publish', language],
    queryFn: ({ signal }) => client.design.request(id, signal),
    retry: false,
  })
  const { data } = request
  return (
    <Dialog
      title={t('home.publishTitle')}
      closeLabel={t('action.close')}
      onClose={onClose}
      width={640}
      footer={<Button onClick={onClose}>{t('action.close')}</Button>}
    >
      {request.isPending && <Skeleton width="100%" height={80} />}
      {request.isError && <p role="alert">{request.error.message}</p>}
      {data?.overtaken && <p role="alert">{t('home.publishOvertaken')}</p>}
      {data?.comment && <p>“{data.comment}”</p>}
      <ul className="h-publish">
        {data?.changes.map((change) => (
          <Changed key={`${change.kind}/${change.name}`} change={change} documents={data.documents} />
        ))}
      </ul>
    </Dialog>
  )
}

interface ChangedProps {
  change: DocumentDifference
  documents: readonly SentDocument[]
}

function Changed({ change: { kind, name, change, words }, documents }: ChangedProps) {
  const { t } = useTranslation()
  const body = documents.find((one) => one.kind === kind && one.name === name)?.body
  return (
    <li>
      <strong>
        {t(`home.publishChange.${change || 'changed'}`, {
          kind: t(`home.publishKind.${kind}`, { defaultValue: kind }),
          name: titleOf(body) ?? name,
        })}
      </strong>
      {words.length > 0 && (
        <ul>
          {words.map((word) => (
            <li key={word.pointer + word.code + word.text}>{word.text}</li>
          ))}
        </ul>
      )}
      {body != null && (
        <details>
          <summary>{t('home.publishText')}</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keys */}
          <pre tabIndex={0} role="region" aria-label={name}>
            {JSON.stringify(body, null, 2)}
          </pre>
        </details>
      )}
    </li>
  )
}

/** The title of a document where it is the same in all languages. */
function titleOf(body: unknown): string | undefined {
  const title = typeof body === 'object' && body !== null && 'title' in body ? body.title : undefined
  return typeof title === 'string' ? title : undefined
}
