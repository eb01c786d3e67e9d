import type { Share, ShareLevel } from '@mortise/sdk'
import { X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '@/components/Button.tsx'
import { Mark } from '@/components/Mark.tsx'
import { levels } from '@/field-types/asking/sharing.ts'
import { Select } from '@/lib/ant/Select.ts'
import { formatDate, formatDateTime } from '@/lib/format.ts'
import { useLanguage } from '@/lib/i18n/index.ts'

interface ShareLineProps {
  share: Share
  busy: boolean
  onLevel: (level: ShareLevel) => void
  onEnd: () => void
}

/** One share: with whom, how far, until when; made by hand, it can be changed and ended. */
export function ShareLine({ share, busy, onLevel, onEnd }: ShareLineProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const name = share.to.name || t('share.somebody')
  const manual = share.cause === 'manual'
  return (
    <li className="x-share">
      <Mark name={name} round={share.to.kind === 'user'} size={22} />
      <div className="x-share__who">
        <span className="truncate">{name}</span>
        <span
          className="x-share__until"
          title={share.until ? formatDateTime(share.until, language) : undefined}
        >
          {[
            t(`share.kind_${share.to.kind}`),
            share.until &&
              t(share.expired ? 'share.ended' : 'share.until', { date: formatDate(share.until, language) }),
            !manual && t('share.byRule'),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </div>
      {manual ? (
        <>
          <Select<ShareLevel>
            aria-label={t('share.levelOf', { name })}
            value={share.level as ShareLevel}
            disabled={busy || share.expired}
            onChange={onLevel}
            options={levels.map((one) => ({ value: one, label: t(`share.level_${one}`) }))}
            className="x-share__level"
          />
          <IconButton
            label={t('share.end', { name })}
            icon={<X size={15} />}
            disabled={busy}
            onClick={onEnd}
          />
        </>
      ) : (
        <span>{t(`share.level_${share.level}`)}</span>
      )}
    </li>
  )
}
