import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Dialog } from '@/components/Dialog.tsx'
import type { Key } from '../core/document.ts'
import type { Clash } from '../core/merge.ts'
import { useSaving, useStudio } from '../core/useBench.ts'
import { useWhere } from './ProblemsMenu.tsx'

/** Asks what counts where somebody else changed the same place meanwhile. Nothing of either is lost before. */
export function ClashDialog() {
  const { troubles } = useSaving()
  const [later, setLater] = useState<unknown>()
  const [key, trouble] = [...troubles].find(([, { clashes }]) => (clashes?.length ?? 0) > 0) ?? []
  if (!key || !trouble?.clashes || trouble === later) return null
  return <Clashes key={key} of={key} clashes={trouble.clashes} onLater={() => setLater(trouble)} />
}

const idOf = (clash: Clash) => clash.path.join('\n')

interface ClashesProps {
  of: Key
  clashes: readonly Clash[]
  /** Nothing is chosen: it stays unsaved, and "Not saved" asks again. */
  onLater: () => void
}

function Clashes({ of, clashes, onLater }: ClashesProps) {
  const { t } = useTranslation()
  const { saver } = useStudio()
  const where = useWhere()
  const [theirs, setTheirs] = useState<{ [id: string]: boolean | undefined }>({})
  const done = clashes.every((clash) => theirs[idOf(clash)] !== undefined)
  const resolve = () => void saver.resolve(of, (clash) => (theirs[idOf(clash)] ? clash.theirs : clash.mine))
  return (
    <Dialog
      title={t('design.frame.clashTitle', { title: where(of, '') })}
      closeLabel={t('action.close')}
      onClose={onLater}
      width={620}
      footer={
        <>
          <Button onClick={() => void saver.resolve(of, (clash) => clash.theirs)}>
            {t('design.frame.takeTheirs')}
          </Button>
          <Button look="primary" disabled={!done} onClick={resolve}>
            {t('design.frame.clashDone')}
          </Button>
        </>
      }
    >
      <p>{t('design.frame.clashText')}</p>
      {clashes.map((clash) => (
        <fieldset key={idOf(clash)} className="b-clash">
          <legend>{clash.path.join(' › ')}</legend>
          {([false, true] as const).map((their) => (
            <label key={String(their)} className="b-clash__side">
              <input
                type="radio"
                name={idOf(clash)}
                checked={theirs[idOf(clash)] === their}
                onChange={() => setTheirs({ ...theirs, [idOf(clash)]: their })}
              />
              <span>{t(their ? 'design.frame.theirs' : 'design.frame.mine')}</span>
              <code>{shown(their ? clash.theirs : clash.mine) || t('design.frame.removed')}</code>
            </label>
          ))}
        </fieldset>
      ))}
    </Dialog>
  )
}

function shown(value: unknown): string {
  if (value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value, undefined, 1)
}
