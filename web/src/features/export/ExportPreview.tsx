import { useTranslation } from 'react-i18next'
import { Skeleton } from '@/components/Notice.tsx'
import { Refused } from './Refused.tsx'
import type { ExportModel } from './useExport.ts'

/** The first rows as the file would have them: what is masked stays masked. */
export function ExportPreview({ model }: { model: ExportModel }) {
  const { t } = useTranslation()
  const { data, error } = model.preview
  if (model.fields.length === 0) return <p className="x-note">{t('export.needField')}</p>
  if (error) return <Refused text={error.message} />
  if (!data) return <Skeleton width="100%" height={220} />
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached with keys */}
      <section className="x-preview" aria-label={t('export.preview')} tabIndex={0}>
        <table>
          <thead>
            <tr>
              {data.columns.map(({ name, title }) => (
                <th scope="col" key={name}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.rows.map((row, line) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of a preview have no id
              <tr key={line}>
                {data.columns.map(({ name }, at) => (
                  <td key={name}>{row[at]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className="x-note">{t('export.shown', { count: data.rows.length })}</p>
    </>
  )
}
