import { useMutation } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Eye, UserRound, UserRoundSearch, VenetianMask } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/Button.tsx'
import { MenuItem } from '@/components/MenuItem.tsx'
import { Popover } from '@/components/Popover.tsx'
import { showToast } from '@/components/toast.ts'
import { client } from '@/lib/api/client.ts'
import { type Eyes, type PreviewWindow, previewKey } from '../core/preview.ts'
import { titleIn } from '../core/title.ts'
import { useDocs, useStudio, useWords } from '../core/useBench.ts'
import { FindPerson } from './FindPerson.tsx'

/** Opens the product as the draft makes it, in a window of its own: as oneself, as a person or as a role. */
export function PreviewMenu() {
  const { t, language } = useWords()
  const roles = useDocs('role')
  const preview = usePreviewWindow()
  const [finding, setFinding] = useState(false)
  return (
    <Popover
      kind={finding ? 'dialog' : 'menu'}
      align="end"
      width={260}
      label={t('design.frame.preview')}
      trigger={(props) => (
        <Button
          icon={<Eye size={14} />}
          data-tour="preview"
          busy={preview.isPending}
          {...props}
          onClick={() => {
            setFinding(false)
            props.onClick()
          }}
        >
          {t('design.frame.preview')}
        </Button>
      )}
    >
      {(close) => {
        // The window is opened by the press itself: a browser refuses one that comes later.
        const look = (eyes: Eyes) => {
          close()
          preview.mutate({ eyes, page: window.open('about:blank') })
        }
        if (finding) return <FindPerson onChoose={({ id, name }) => look({ user: id, called: name })} />
        return (
          <>
            <MenuItem icon={<UserRound size={15} />} onSelect={() => look({ called: '' })}>
              {t('design.frame.previewSelf')}
            </MenuItem>
            <MenuItem icon={<UserRoundSearch size={15} />} onSelect={() => setFinding(true)}>
              {t('design.frame.previewPerson')}
            </MenuItem>
            <div className="m-menu-title">{t('design.frame.previewRole')}</div>
            {roles.map(({ name, doc }) => {
              const called = titleIn(doc.title, language) || name
              return (
                <MenuItem
                  key={name}
                  icon={<VenetianMask size={15} />}
                  onSelect={() => look({ role: name, called })}
                >
                  {called}
                </MenuItem>
              )
            })}
          </>
        )
      }}
    </Popover>
  )
}

function usePreviewWindow() {
  const { draft, saver } = useStudio()
  const { entity } = useParams({ strict: false })
  return useMutation({
    mutationKey: previewKey,
    mutationFn: async ({ eyes, page }: PreviewWindow) => {
      await saver.flush()
      const { id } = await client.design.preview({ draft, user: eyes.user, role: eyes.role })
      const called = encodeURIComponent(eyes.called)
      if (page) page.location.href = `${entity ? `/e/${entity}` : '/'}?preview=${id}&preview_as=${called}`
      return page
    },
    onError: (error, { page }) => {
      page?.close()
      showToast({ text: error.message, tone: 'error' })
    },
  })
}
