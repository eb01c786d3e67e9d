import type { Inferred } from '@mortise/sdk'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { FileSpreadsheet } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button } from '@/components/Button.tsx'
import { showToast } from '@/components/toast.ts'
import { keepChosen } from '@/features/import/kept.ts'
import { client } from '@/lib/api/client.ts'
import { keyOf } from '../core/document.ts'
import { guessName } from '../core/guess.ts'
import { useWords, useWorkbench } from '../core/useBench.ts'
import { letWait } from '../core/waiting.ts'
import { SheetDialog } from './SheetDialog.tsx'
import { type ChosenColumn, chosenOf, entityOf } from './sheet.ts'
import { useOwnGrant } from './useOwnGrant.ts'

/** A file that was sent, and what it seems to hold. */
interface Looked {
  file: string
  name: string
  sheet?: string
  inferred: Inferred
}

/** Begins an entity from a spreadsheet: its columns become fields, its rows records after the publish. */
export function FromSheet() {
  const { t } = useWords()
  const bench = useWorkbench()
  const navigate = useNavigate()
  const input = useRef<HTMLInputElement>(null)
  const [looked, setLooked] = useState<Looked>()
  const ownGrant = useOwnGrant()
  const look = useMutation({
    mutationFn: async ({ file, name, sheet }: { file: string; name: string; sheet?: string }) => {
      const inferred = await client.tryout.infer({ file, sheet })
      return { file, name, sheet: sheet ?? inferred.sheets?.[0], inferred }
    },
    onSuccess: setLooked,
    onError: (error) => showToast({ text: error.message, tone: 'error' }),
  })
  const send = useMutation({
    mutationFn: (file: File) => client.uploads.send(file, file.name),
    onSuccess: ({ id }, { name }) => look.mutate({ file: id, name }),
    onError: (error) => showToast({ text: error.message, tone: 'error' }),
  })
  const create = (title: string, columns: readonly ChosenColumn[]) => {
    if (!looked) return
    const taken = (one: string) => bench.get(keyOf('entity', one)) !== undefined
    const name = guessName(
      looked.inferred.title === title ? (looked.inferred.name ?? title) : title,
      taken,
      'entity',
    )
    keepChosen(looked.file, chosenOf(looked.inferred, looked.sheet, columns))
    letWait(name, { file: looked.file, name: looked.name })
    bench.do({
      label: t('design.home.did', { title }),
      changes: { [keyOf('entity', name)]: entityOf(name, title, columns), ...ownGrant(name) },
    })
    void navigate({ to: '/design/e/$entity/$part', params: { entity: name, part: 'fields' } })
  }
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        accept=".xlsx,.csv,.tsv,.txt"
        aria-label={t('design.home.sheet')}
        onChange={(event) => {
          const [file] = event.target.files ?? []
          if (file) send.mutate(file)
          event.target.value = ''
        }}
      />
      <Button
        icon={<FileSpreadsheet size={14} />}
        busy={send.isPending || look.isPending}
        onClick={() => input.current?.click()}
      >
        {t('design.home.sheet')}
      </Button>
      {looked && (
        <SheetDialog
          key={`${looked.file}/${looked.sheet}`}
          inferred={looked.inferred}
          sheet={looked.sheet}
          onSheet={(sheet) => look.mutate({ file: looked.file, name: looked.name, sheet })}
          onCreate={create}
          onClose={() => setLooked(undefined)}
        />
      )}
    </>
  )
}
