import { useMutation, useQuery } from '@tanstack/react-query'
import { Download, Package, Upload } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button } from '@/components/Button.tsx'
import { Notice, Skeleton } from '@/components/Notice.tsx'
import { showToast } from '@/components/toast.ts'
import { client } from '@/lib/api/client.ts'
import { useMe } from '@/lib/api/get-me.ts'
import { titleIn } from '../core/title.ts'
import { useWords } from '../core/useBench.ts'
import { archiveOf, listPackages, type PackageRow } from './packages.ts'
import './packages.css'
import { PlanDialog, type Wanted } from './PlanDialog.tsx'

/** What was installed as a package, what comes with the product, and the ways in and out. */
export default function PackagesPage() {
  const { t } = useWords()
  const may = useMe().data?.permissions.includes('publish') ?? false
  const [wanted, setWanted] = useState<Wanted>()
  const file = useRef<HTMLInputElement>(null)
  const packages = useQuery({
    queryKey: ['design', 'packages'],
    queryFn: async ({ signal }) => listPackages(await client.design.packages(signal)),
  })
  const read = useMutation({
    mutationFn: archiveOf,
    onSuccess: (archive, { name }) => setWanted({ title: name, request: { archive, unsigned: true } }),
    onError: (error) => showToast({ text: error.message, tone: 'error' }),
  })
  return (
    <div className="b-packages">
      <div className="b-packages__head">
        <p>{t('design.packages.lead')}</p>
        <ExportButton label={t('design.packages.exportAll')} />
        {may && (
          <>
            <input
              ref={file}
              type="file"
              hidden
              accept=".zip"
              aria-label={t('design.packages.fromFile')}
              onChange={(event) => {
                const [chosen] = event.target.files ?? []
                if (chosen) read.mutate(chosen)
                event.target.value = ''
              }}
            />
            <Button icon={<Upload size={14} />} busy={read.isPending} onClick={() => file.current?.click()}>
              {t('design.packages.fromFile')}
            </Button>
          </>
        )}
      </div>
      {packages.isPending && <Skeleton width={420} height={16} />}
      {packages.isError && (
        <Notice alert icon={<Package size={20} />} title={t('failed.title')}>
          {packages.error.message}
        </Notice>
      )}
      <ul className="b-packages__list">
        {packages.data?.map((row) => (
          <PackageItem key={row.name} row={row} may={may} onWant={setWanted} />
        ))}
      </ul>
      {wanted && <PlanDialog wanted={wanted} onClose={() => setWanted(undefined)} />}
    </div>
  )
}

interface PackageItemProps {
  row: PackageRow
  may: boolean
  onWant: (wanted: Wanted) => void
}

function PackageItem({ row, may, onWant }: PackageItemProps) {
  const { t, language } = useWords()
  const title = titleIn(row.title, language) || row.name
  const newer = row.installed !== undefined && row.available !== undefined && row.available !== row.installed
  return (
    <li className="b-package">
      <Package size={18} aria-hidden="true" />
      <div className="b-package__text">
        <h2>{title}</h2>
        <p>{titleIn(row.description, language)}</p>
        <p className="b-package__version">
          {row.installed
            ? t('design.packages.installed', { version: row.installed })
            : t('design.packages.comes', { version: row.available })}
          {newer && ` · ${t('design.packages.newer', { version: row.available })}`}
        </p>
      </div>
      {row.installed && <ExportButton name={row.name} label={t('design.packages.export', { title })} />}
      {may && !row.installed && (
        <Button look="primary" onClick={() => onWant({ title, request: { name: row.name } })}>
          {t('design.packages.install')}
        </Button>
      )}
      {may && newer && (
        <Button look="primary" onClick={() => onWant({ title, request: { name: row.name } })}>
          {t('design.packages.upgrade')}
        </Button>
      )}
      {may && row.installed && row.name !== 'core' && (
        <Button onClick={() => onWant({ title, request: { name: row.name, remove: true } })}>
          {t('design.packages.uninstall')}
        </Button>
      )}
    </li>
  )
}

/** Saves what is published as a zip: all of it, or one package. */
function ExportButton({ name, label }: { name?: string; label: string }) {
  const save = useMutation({
    mutationFn: () => client.design.export(name),
    onSuccess: (zip) => {
      const link = document.createElement('a')
      link.href = URL.createObjectURL(zip)
      link.download = `${name ?? 'definitions'}.zip`
      link.click()
      URL.revokeObjectURL(link.href)
    },
    onError: (error) => showToast({ text: error.message, tone: 'error' }),
  })
  return (
    <Button look="ghost" icon={<Download size={14} />} busy={save.isPending} onClick={() => save.mutate()}>
      {label}
    </Button>
  )
}
