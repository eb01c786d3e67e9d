import { Search, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'

const wait = 250

/** Searches within the list; waits for a pause in typing, and for the input method to finish. */
export function SearchBox({ value, onSearch }: { value: string; onSearch: (q: string) => void }) {
  const { t } = useTranslation()
  const [text, setText] = useState(value)
  const [composing, setComposing] = useState(false)
  const sent = useRef(value)

  useEffect(() => {
    if (value === sent.current) return
    sent.current = value
    setText(value)
  }, [value])

  useEffect(() => {
    if (composing || text.trim() === sent.current) return
    const timer = setTimeout(() => {
      sent.current = text.trim()
      onSearch(sent.current)
    }, wait)
    return () => clearTimeout(timer)
  }, [text, composing, onSearch])

  return (
    <div className="v-search">
      <Search size={14} aria-hidden="true" />
      <input
        type="text"
        role="searchbox"
        aria-label={t('list.search')}
        placeholder={t('list.search')}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onCompositionStart={() => setComposing(true)}
        onCompositionEnd={() => setComposing(false)}
        onKeyDown={(event) => event.key === 'Escape' && !event.nativeEvent.isComposing && setText('')}
      />
      {text !== '' && (
        <button type="button" aria-label={t('action.clear')} onClick={() => setText('')}>
          <X size={13} />
        </button>
      )}
    </div>
  )
}
