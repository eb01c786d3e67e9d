import { keyOf } from './document.ts'
import { OptionsEditor } from './OptionsEditor.tsx'
import { ownSpelling, withListOptions } from './options.ts'
import { titleIn } from './title.ts'
import { useDoc, useWords, useWorkbench } from './useBench.ts'

interface SharedOptionsProps {
  /** The list. */
  name: string
  /** The values that new records of a field begin with, and how another becomes one. */
  starred?: readonly string[]
  onStar?: (value: string) => void
}

/** The options of a list that fields share: what is changed changes for all of them. */
export function SharedOptions({ name, starred, onStar }: SharedOptionsProps) {
  const { t, language } = useWords()
  const bench = useWorkbench()
  const list = useDoc('choices', name)
  if (!list) return null
  const key = keyOf('choices', name)
  return (
    <OptionsEditor
      of={key}
      options={ownSpelling(list)}
      change={(change, run) =>
        bench.do({
          label: t('design.core.options.did', { title: titleIn(list.title, language) || name }),
          changes: { [key]: withListOptions(bench.get(key) ?? list, change) },
          run: run && `${name}.${run}`,
        })
      }
      starred={starred}
      onStar={onStar}
    />
  )
}
