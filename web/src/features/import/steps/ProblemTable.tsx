import type { Entity, ImportSummary } from '@mortise/sdk'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '@/lib/format.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import { badRows, columnOf, problemGroups } from '../outcome.ts'

interface ProblemTableProps {
  entity: Entity
  map: { [header: string]: string }
  result: ImportSummary
}

/** Every problem: first by kind, then row by row with its column. */
export function ProblemTable({ entity, map, result }: ProblemTableProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  if (result.errors.length === 0) return null
  const column = (pointer?: string) => columnOf(entity, map, pointer)
  return (
    <section className="i-problems" aria-label={t('import.problems')}>
      <h3>{t('import.problems')}</h3>
      <ul className="i-kinds">
        {problemGroups(result.errors, column).map((group) => (
          <li key={group.key}>
            <strong>{formatNumber(group.count, language)}</strong>
            <span>
              {[group.column, group.message].filter(Boolean).join(language === 'zh-CN' ? '：' : ': ')}
            </span>
          </li>
        ))}
      </ul>
      <table className="i-table">
        <thead>
          <tr>
            <th scope="col">{t('import.line')}</th>
            <th scope="col">{t('import.column')}</th>
            <th scope="col">{t('import.problem')}</th>
          </tr>
        </thead>
        <tbody>
          {badRows(result.errors, column).flatMap((row) =>
            row.problems.map((problem, at) => (
              <tr key={`${row.line} ${problem.column} ${problem.message}`}>
                {at === 0 && (
                  <th scope="rowgroup" rowSpan={row.problems.length}>
                    {row.line}
                  </th>
                )}
                <td>{problem.column}</td>
                <td>{problem.message}</td>
              </tr>
            )),
          )}
        </tbody>
      </table>
      {result.truncated && <p className="i-note">{t('import.truncated')}</p>}
    </section>
  )
}
