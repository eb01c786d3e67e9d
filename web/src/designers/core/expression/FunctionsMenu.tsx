import type { ExpressionPart } from '@mortise/sdk'
import { SquareFunction } from 'lucide-react'
import { useState } from 'react'
import { Popover } from '@/components/Popover.tsx'
import { useWords } from '../useBench.ts'
import { type Offer, partOffer } from './complete.ts'
import type { Scope } from './scope.ts'

interface FunctionsMenuProps {
  scope: Scope
  onPick: (offer: Offer) => void
}

/** Everything that the language of expressions has, to read about and to put in. */
export function FunctionsMenu({ scope, onPick }: FunctionsMenuProps) {
  const { t } = useWords()
  return (
    <Popover
      label={t('design.core.expression.functions')}
      align="end"
      width={340}
      trigger={(props) => (
        <button type="button" className="b-expr__help" {...props}>
          <SquareFunction size={14} aria-hidden="true" />
          {t('design.core.expression.functions')}
        </button>
      )}
    >
      {(close) => (
        <Functions
          scope={scope}
          onPick={(offer) => {
            close()
            onPick(offer)
          }}
        />
      )}
    </Popover>
  )
}

const kinds: readonly ExpressionPart['kind'][] = ['function', 'quantifier', 'operator', 'word']

/** Whether a text finds a part: by its name, its help or its example. */
function finds(text: string, { name, help, signature, example }: ExpressionPart): boolean {
  const wanted = text.trim().toLowerCase()
  return [name, signature, help.en, help['zh-CN'], example].some((one) => one.toLowerCase().includes(wanted))
}

function Functions({ scope, onPick }: FunctionsMenuProps) {
  const { t } = useWords()
  const [text, setText] = useState('')
  const found = scope.parts.filter(
    (part) => finds(text, part) && !(scope.use === 'formula' && (part.name === 'me' || part.name === 'user')),
  )
  return (
    <div className="b-expr-pick">
      <input
        data-first
        className="b-expr-pick__find"
        value={text}
        placeholder={t('design.core.expression.findFunction')}
        aria-label={t('design.core.expression.findFunction')}
        onChange={(event) => setText(event.target.value)}
      />
      {found.length === 0 && <p className="b-prop__hint">{t('design.core.expression.noFunctions')}</p>}
      {kinds.map((kind) => {
        const parts = found.filter((part) => part.kind === kind)
        if (parts.length === 0) return null
        return (
          <section key={kind} aria-label={t(`design.core.expression.kind.${kind}`)}>
            <p className="m-menu-title">{t(`design.core.expression.kind.${kind}`)}</p>
            <ul>
              {parts.map((part) => (
                <li key={part.name}>
                  <button
                    type="button"
                    className="b-expr-part"
                    onClick={() => onPick(partOffer(part, scope))}
                  >
                    <code>{part.kind === 'word' ? part.name : part.signature}</code>
                    <span>{part.help[scope.language]}</span>
                    <code className="b-expr-part__example">{part.example}</code>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )
      })}
    </div>
  )
}
