import { File as FileIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { formatSize } from '@/lib/format.ts'
import type { Attached } from './files.ts'

interface FileLineProps {
  file: Attached
  /** A drawing without a ground of its own gets a white one. */
  paper?: boolean
  children?: ReactNode
}

/** One file: its picture, its name to save it by, its size. */
export function FileLine({ file, paper, children }: FileLineProps) {
  const { t } = useTranslation()
  const { info, href, picture } = file
  const name = info?.name ?? t('file.count', { count: 1 })
  return (
    <span className="f-file">
      {picture ? (
        <img
          className={paper ? 'f-file__picture f-file__picture--paper' : 'f-file__picture'}
          src={picture}
          alt={name}
        />
      ) : (
        <FileIcon size={15} aria-hidden="true" />
      )}
      {href ? (
        <a
          className="f-link truncate"
          href={href}
          download={name}
          onClick={(event) => event.stopPropagation()}
        >
          {name}
        </a>
      ) : (
        <span className="truncate">{name}</span>
      )}
      {info && <span className="f-file__size">{formatSize(info.size)}</span>}
      {children}
    </span>
  )
}
