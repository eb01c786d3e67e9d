import type { Invitation } from '@mortise/sdk'
import { useMutation } from '@tanstack/react-query'
import { Button } from '@/components/Button.tsx'
import { Copied } from '@/components/Copied.tsx'
import { Dialog } from '@/components/Dialog.tsx'
import { client } from '@/lib/api/client.ts'
import { formatDateTime } from '@/lib/format.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import { useWords } from '../core/useBench.ts'

interface InvitationDialogProps {
  person: { id: string; name: string }
  /** One that was made already. */
  made?: Invitation
  onClose: () => void
}

/** Makes a link by which somebody chooses his password, and shows it once. */
export function InvitationDialog({ person: { id, name }, made, onClose }: InvitationDialogProps) {
  const { t } = useWords()
  const language = useLanguage()
  const make = useMutation({ mutationFn: () => client.users.invite(id) })
  const invitation = make.data ?? made
  return (
    <Dialog
      title={t('design.people.linkTitle', { name })}
      closeLabel={t('action.close')}
      onClose={onClose}
      footer={
        invitation ? (
          <Button look="primary" onClick={onClose}>
            {t('design.people.linkDone')}
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>{t('action.cancel')}</Button>
            <Button look="primary" busy={make.isPending} onClick={() => make.mutate()}>
              {t('design.people.linkMake')}
            </Button>
          </>
        )
      }
    >
      {invitation ? (
        <Made token={invitation.token}>
          {t('design.people.linkMade', { name, until: formatDateTime(invitation.expires_at, language) })}
        </Made>
      ) : (
        <p>{t('design.people.linkText', { name })}</p>
      )}
      {make.isError && (
        <p className="b-error" role="alert">
          {make.error.message}
        </p>
      )}
    </Dialog>
  )
}

function Made({ token, children }: { token: string; children: string }) {
  const link = `${window.location.origin}/welcome#${token}`
  return (
    <div className="b-people__form">
      <p>{children}</p>
      <p className="b-people__link">{link}</p>
      <div>
        <Copied text={link} />
      </div>
    </div>
  )
}
