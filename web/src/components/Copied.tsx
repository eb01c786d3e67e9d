import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './Button.tsx'

/** Copies a text, and says that it did. */
export function Copied({ text }: { text: string }) {
  const { t } = useTranslation()
  const [done, setDone] = useState(false)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setDone(true)
    } catch {
      // The browser does not let us: the text can still be selected.
    }
  }
  return (
    <>
      <Button
        icon={done ? <Check size={14} aria-hidden="true" /> : <Copy size={14} aria-hidden="true" />}
        onClick={copy}
      >
        {t(done ? 'copied.done' : 'copied.copy')}
      </Button>
      <span className="sr-only" role="status">
        {done ? t('copied.done') : ''}
      </span>
    </>
  )
}
