import { useMutation } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Eye, UserRound, VenetianMask } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { MenuItem } from '@/components/MenuItem.tsx'
import { Popover } from '@/components/Popover.tsx'
import { showToast } from '@/components/toast.ts'
import { client } from '@/lib/api/client.ts'
import { titleIn } from '../core/title.ts'
import { useDocs, useStudio } from '../core/useBench.ts'

/** Opens the product as the draft makes it, in a window of its own: as oneself or through the eyes of a role. */
export function PreviewMenu() {
  const { t, i18n } = useTranslation()
  const { draft, saver } = useStudio()
  const { entity } = useParams({ strict: false })
  const roles = useDocs('role')
  const preview = useMutation({
    mutationKey: ['design', 'preview'],
    mutationFn: async ({ role, page }: { role?: string; page: Window | null }) => {
      await saver.flush()
      const { id } = await client.design.preview({ draft, role })
      const title = role ? titleIn(roles.find(({ name }) => name === role)?.doc.title, i18n.language) : ''
      const address = `${entity ? `/e/${entity}` : '/'}?preview=${id}&preview_as=${encodeURIComponent(title)}`
      if (page) page.location.href = address
      return page
    },
    onError: (error, { page }) => {
      page?.close()
      showToast({ text: error.message, tone: 'error' })
    },
  })
  // The window is opened by the press itself: a browser refuses one that comes later.
  const open = (role?: string) => preview.mutate({ role, page: window.open('about:blank') })
  return (
    <Popover
      kind="menu"
      align="end"
      width={260}
      label={t('design.frame.preview')}
      trigger={(props) => (
        <Button icon={<Eye size={14} />} data-tour="preview" busy={preview.isPending} {...props}>
          {t('design.frame.preview')}
        </Button>
      )}
    >
      {(close) => {
        const choose = (role?: string) => {
          close()
          open(role)
        }
        return (
          <>
            <MenuItem icon={<UserRound size={15} />} onSelect={() => choose()}>
              {t('design.frame.previewSelf')}
            </MenuItem>
            <div className="m-menu-title">{t('design.frame.previewRole')}</div>
            {roles.map(({ name, doc }) => (
              <MenuItem key={name} icon={<VenetianMask size={15} />} onSelect={() => choose(name)}>
                {titleIn(doc.title, i18n.language) || name}
              </MenuItem>
            ))}
          </>
        )
      }}
    </Popover>
  )
}
