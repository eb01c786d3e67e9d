import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/Button.tsx'
import { MoveTo } from '../core/MoveTo.tsx'
import { TextProperty } from '../core/Property.tsx'
import { titleIn, withTitle } from '../core/title.ts'
import { useWords } from '../core/useBench.ts'
import { useFormDesign } from './design.ts'
import { PanelFrame } from './PanelFrame.tsx'
import { tabsOf } from './tabs.ts'

/** What a tab is called, and where it stands. Its name counts when it is left, as two of the same would be one. */
export function TabPanel({ at }: { at: number }) {
  const { t, language } = useWords()
  const { form, edits, tabTitle } = useFormDesign()
  const tabs = tabsOf(form)
  const tab = tabs[at]?.tab
  const now = titleIn(tab, language)
  const [typed, setTyped] = useState<string>()
  const taken =
    typed !== undefined &&
    tabs.some((one, other) => other !== at && titleIn(one.tab, language) === typed.trim())
  const keep = () => {
    setTyped(undefined)
    if (typed !== undefined && !taken && typed.trim() !== now)
      edits.renameTab(at, withTitle(tab, language, typed.trim()))
  }
  const firstNamed = tabs.findIndex((one) => one.tab !== undefined)
  return (
    <PanelFrame title={tabTitle(at)} about={t('design.form.tab')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          keep()
        }}
      >
        <TextProperty
          label={t('design.form.prop.title')}
          value={typed ?? now}
          placeholder={tabTitle(at)}
          problem={taken ? t('design.form.tabTaken') : undefined}
          onChange={setTyped}
          onBlur={keep}
        />
      </form>
      {tab !== undefined && tabs.length - firstNamed > 1 && (
        <div className="b-form-row">
          <span>{t('design.form.prop.place')}</span>
          <MoveTo
            title={tabTitle(at)}
            destinations={tabs.flatMap((_, to) =>
              to < firstNamed || to === at
                ? []
                : [{ id: String(to), title: t('design.form.to.nth', { at: to + 1 }) }],
            )}
            onMove={(to) => edits.moveTab(at, Number(to))}
          />
        </div>
      )}
      <Button icon={<Trash2 size={14} />} onClick={() => edits.removeTab(at)}>
        {t(tabs.length > 1 ? 'design.form.removeTab' : 'design.form.withoutTabs')}
      </Button>
    </PanelFrame>
  )
}
