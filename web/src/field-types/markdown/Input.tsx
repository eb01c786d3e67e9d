import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import type { InputProps } from '../contract.ts'
import LongInput from '../longtext/Input.tsx'
import Markdown from './Markdown.tsx'

/** A text to write, and how it will read. */
export default function Input(props: InputProps) {
  const { t } = useTranslation()
  const [reading, setReading] = useState(false)
  const text = typeof props.value === 'string' ? props.value : ''
  return (
    <div className="f-markdown">
      {reading ? (
        <div className="f-markdown__read">
          <Markdown text={text} />
        </div>
      ) : (
        <LongInput {...props} />
      )}
      <Button look="ghost" aria-pressed={reading} onClick={() => setReading((now) => !now)}>
        {t(reading ? 'markdown.write' : 'markdown.read')}
      </Button>
    </div>
  )
}
