import type { Field } from '@mortise/sdk'
import { ChevronsLeftRight, ChevronsRightLeft, Plus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '@/components/Button.tsx'
import { Mark, Pill } from '@/components/Mark.tsx'
import { Value } from '@/field-types/Value.tsx'
import { relationTarget } from '@/lib/definition.ts'
import { formatNumber } from '@/lib/format.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import type { BoardColumn } from './columns.ts'
import type { Total } from './useKanban.ts'

interface ColumnHeadProps {
  id: string
  field: Field
  column: BoardColumn
  totals: Total[]
  closed: boolean
  onToggle: () => void
  onCreate?: () => void
}

/** The head of a column: its name, how many cards it has, and what they come to. */
export function ColumnHead({ id, field, column, totals, closed, onToggle, onCreate }: ColumnHeadProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { title, color, count } = column
  return (
    <header className="vb-head">
      <div className="vb-head__line">
        <h2 id={id} className="vb-head__name">
          {color ? (
            <Pill color={color}>{title}</Pill>
          ) : (
            <>
              {column.value !== null && relationTarget(field) && (
                <Mark name={title} round={relationTarget(field) === 'user'} />
              )}
              <span className="truncate">{title}</span>
            </>
          )}
        </h2>
        <span className="vb-head__count">{count === null ? '' : formatNumber(count, language)}</span>
        {!closed && onCreate && (
          <IconButton label={t('board.add', { name: title })} icon={<Plus size={15} />} onClick={onCreate} />
        )}
        <IconButton
          label={t(closed ? 'board.unfold' : 'board.fold', { name: title })}
          aria-expanded={!closed}
          icon={closed ? <ChevronsLeftRight size={14} /> : <ChevronsRightLeft size={14} />}
          onClick={onToggle}
        />
      </div>
      {!closed && totals.length > 0 && (
        <dl className="vb-head__totals">
          {totals.map(({ field: of, fn, as }) => (
            <div key={as}>
              <dt>
                {of.title} {t(`aggregate.${fn}`)}
              </dt>
              <dd>{column.row ? <TotalValue field={of} fn={fn} value={column.row[as]} /> : '—'}</dd>
            </div>
          ))}
        </dl>
      )}
    </header>
  )
}

function TotalValue({ field, fn, value }: { field: Field; fn: Total['fn']; value: unknown }) {
  const language = useLanguage()
  if (fn === 'count' || fn === 'count_distinct') return formatNumber(Number(value ?? 0), language)
  return <Value field={field} value={value} place="list" />
}
