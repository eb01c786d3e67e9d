import { ArrowRight, FileX } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Notice, Skeleton } from '@/components/Notice.tsx'
import { formatNumber } from '@/lib/format.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import type { Wizard } from '../useWizard.ts'
import { StepFoot, wordsOf } from './StepFoot.tsx'

const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'gb18030', 'big5', 'windows-1252']
const delimiters = [',', ';', '\t', '|']

/** Shows how the file is read, and lets that be changed. */
export function ReadStep({ wizard }: { wizard: Wizard }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { inspection: file, reading, setReading } = wizard
  if (wizard.refused && !file) {
    return (
      <Notice
        alert
        icon={<FileX size={20} />}
        title={t('import.unreadable')}
        actions={<Button onClick={() => wizard.goTo('upload')}>{t('import.other')}</Button>}
      >
        {wordsOf(wizard.refused)}
      </Notice>
    )
  }
  if (!file) return <Skeleton width="100%" height={180} />
  return (
    <>
      <div className="i-options">
        {file.sheets && file.sheets.length > 0 && (
          <Option label={t('import.read.sheet')}>
            <select
              className="i-select"
              value={reading.sheet ?? file.sheets[0]}
              onChange={(event) => setReading({ sheet: event.target.value, header: undefined })}
            >
              {file.sheets.map((sheet) => (
                <option key={sheet}>{sheet}</option>
              ))}
            </select>
          </Option>
        )}
        <Option label={t('import.read.header')}>
          <input
            className="i-select"
            type="number"
            min={1}
            max={100}
            key={file.header}
            defaultValue={file.header}
            onChange={(event) => {
              const line = event.target.valueAsNumber
              if (line >= 1 && line <= 100) setReading({ header: line })
            }}
          />
        </Option>
        {file.encoding && (
          <Option label={t('import.read.encoding')}>
            <select
              className="i-select"
              value={file.encoding}
              onChange={(event) => setReading({ encoding: event.target.value })}
            >
              {[...new Set([file.encoding, ...encodings])].map((name) => (
                <option key={name} value={name}>
                  {name.toUpperCase()}
                </option>
              ))}
            </select>
          </Option>
        )}
        {file.delimiter && (
          <Option label={t('import.read.delimiter')}>
            <select
              className="i-select"
              value={file.delimiter}
              onChange={(event) => setReading({ delimiter: event.target.value })}
            >
              {[...new Set([file.delimiter, ...delimiters])].map((sign) => (
                <option key={sign} value={sign}>
                  {sign === '\t' ? t('import.read.tab') : sign}
                </option>
              ))}
            </select>
          </Option>
        )}
        {file.quote && (
          <Option label={t('import.read.quote')}>
            <select
              className="i-select"
              value={file.quote}
              onChange={(event) => setReading({ quote: event.target.value })}
            >
              {[...new Set([file.quote, '"', "'"])].map((sign) => (
                <option key={sign}>{sign}</option>
              ))}
            </select>
          </Option>
        )}
      </div>
      <p className="i-note" role="status">
        {t('import.read.found', {
          count: file.rows,
          rows: formatNumber(file.rows, language),
          columns: formatNumber(file.columns.length, language),
        })}
      </p>
      <Sample wizard={wizard} />
      <StepFoot problem={wizard.refused}>
        <Button onClick={() => wizard.goTo('upload')}>{t('import.other')}</Button>
        <Button
          look="primary"
          icon={<ArrowRight size={14} />}
          busy={wizard.inspecting}
          disabled={file.rows === 0 || wizard.refused !== null}
          onClick={() => wizard.goTo('map')}
        >
          {t('import.next')}
        </Button>
      </StepFoot>
    </>
  )
}

function Option({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is among the children
    <label className="i-option">
      <span>{label}</span>
      {children}
    </label>
  )
}

function Sample({ wizard }: { wizard: Wizard }) {
  const { t } = useTranslation()
  const columns = wizard.inspection?.columns ?? []
  const samples = wizard.inspection?.samples ?? []
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached with keys
    <section className="i-sample" aria-label={t('import.read.sample')} tabIndex={0}>
      <table className="i-table">
        <thead>
          <tr>
            {columns.map(({ header }, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns are told apart by their place
              <th scope="col" key={at}>
                {header || '—'}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {samples.map((row, line) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have no id
            <tr key={line}>
              {columns.map((_, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: cells are told apart by their place
                <td key={at}>{row[at] ?? ''}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
