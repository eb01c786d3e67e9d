import { Link } from '@tanstack/react-router'
import { Share2 } from 'lucide-react'
import { Button } from '@/components/Button.tsx'
import { type Doc, keyOf, textAt } from '../core/document.ts'
import { fieldDoc } from '../core/entity.ts'
import { guessName } from '../core/guess.ts'
import { OptionsEditor } from '../core/OptionsEditor.tsx'
import { newList } from '../core/options.ts'
import { SelectProperty } from '../core/Property.tsx'
import { SharedOptions } from '../core/SharedOptions.tsx'
import { sharersOf } from '../core/sharers.ts'
import { titleIn } from '../core/title.ts'
import { useDocs, useWords, useWorkbench } from '../core/useBench.ts'
import {
  defaultsOf,
  optionsOf,
  toggleDefault,
  withOptions,
  withOwnOptions,
  withSharedOptions,
} from './commands.ts'
import type { EntityEdits } from './useEntityEdits.ts'

interface FieldOptionsProps {
  entity: string
  name: string
  doc: Doc
  edits: EntityEdits
}

/** Options of the field's own, or those of a list that fields share. */
export function FieldOptions({ entity, name, doc, edits }: FieldOptionsProps) {
  const { t, language } = useWords()
  const bench = useWorkbench()
  const lists = useDocs('choices')
  const shared = textAt(doc, 'x-choices')
  const listOf = (list: string) => bench.get(keyOf('choices', list))
  const star = {
    starred: defaultsOf(doc),
    onStar: (value: string) => edits.change(name, (now) => toggleDefault(now, name, value)),
  }
  return (
    <>
      {lists.length > 0 && (
        <SelectProperty
          label={t('design.entity.prop.x-choices')}
          value={shared}
          choices={[
            { value: '', label: t('design.entity.ownOptions') },
            ...lists.map((list) => ({
              value: list.name,
              label: titleIn(list.doc.title, language) || list.name,
            })),
          ]}
          onChange={(value) =>
            edits.change(name, (now) =>
              value
                ? withSharedOptions(now, name, value, listOf(value))
                : withOwnOptions(now, name, listOf(shared)),
            )
          }
        />
      )}
      {shared !== '' ? (
        <>
          <SharedHint list={shared} />
          <SharedOptions key={shared} name={shared} {...star} />
        </>
      ) : (
        <>
          <OptionsEditor
            key={entity + name}
            of={name}
            options={optionsOf(doc)}
            change={(change, run) =>
              edits.change(name, (now) => withOptions(now, name, change(optionsOf(fieldDoc(now, name)))), run)
            }
            {...star}
          />
          <ShareOptions entity={entity} name={name} doc={doc} />
        </>
      )}
    </>
  )
}

/** Says that others have the same options, and where the list is. */
function SharedHint({ list }: { list: string }) {
  const { t } = useWords()
  const count = sharersOf(list, useDocs('entity')).length
  return (
    <p className="b-prop__hint">
      {t('design.entity.sharedOptions', { count })}{' '}
      <Link to="/design/choices" search={{ item: list }}>
        {t('design.entity.toList')}
      </Link>
    </p>
  )
}

/** Makes a list of the field's own options, which other fields can take, too: one step. */
function ShareOptions({ entity, name, doc }: Pick<FieldOptionsProps, 'entity' | 'name' | 'doc'>) {
  const { t, language } = useWords()
  const bench = useWorkbench()
  const options = optionsOf(doc)
  if (options.length === 0) return null
  const share = () => {
    const key = keyOf('entity', entity)
    const title = titleIn(doc.title, language) || name
    const taken = (one: string) => bench.get(keyOf('choices', one)) !== undefined
    const list = newList(guessName(`${entity} ${name}`, taken, 'options'), doc.title ?? name, options)
    bench.do({
      label: t('design.entity.did.share', { title }),
      changes: {
        [keyOf('choices', String(list.name))]: list,
        [key]: withSharedOptions(bench.get(key) ?? {}, name, String(list.name), list),
      },
    })
  }
  return (
    <div>
      <Button look="plain" icon={<Share2 size={14} />} onClick={share}>
        {t('design.entity.share')}
      </Button>
    </div>
  )
}
