import type { Entity, ImportResult } from '@mortise/sdk'
import { useTranslation } from 'react-i18next'
import { fieldOf } from '@/lib/definition.ts'
import { formatNumber } from '@/lib/format.ts'
import { useLanguage } from '@/lib/i18n/index.ts'

const most = 200

/** How an import went, line by line where it failed. */
export function ImportOutcome({ entity, result }: { entity: Entity; result: ImportResult }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const errors = result.errors ?? []
  return (
    <div role="status">
      <dl className="i-sums">
        <div>
          <dt>{t('import.created')}</dt>
          <dd>{formatNumber(result.created, language)}</dd>
        </div>
        <div data-bad={result.failed > 0 || undefined}>
          <dt>{t('import.failed')}</dt>
          <dd>{formatNumber(result.failed, language)}</dd>
        </div>
      </dl>
      {errors.length > 0 && (
        <table className="i-table">
          <caption className="sr-only">{t('import.problems')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('import.line')}</th>
              <th scope="col">{t('import.column')}</th>
              <th scope="col">{t('import.problem')}</th>
            </tr>
          </thead>
          <tbody>
            {errors.slice(0, most).map((error) => (
              <tr key={`${error.line}${error.pointer}${error.code}`}>
                <td>{error.line}</td>
                <td>{titleOf(entity, error.pointer)}</td>
                <td>{error.message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {errors.length > most && <p>{t('import.tooManyErrors', { count: most })}</p>}
    </div>
  )
}

/** The field that a problem is about, by its title. */
function titleOf(entity: Entity, pointer = ''): string {
  const [name = ''] = pointer.replace(/^\//, '').split('/')
  return fieldOf(entity, name)?.title ?? name
}
