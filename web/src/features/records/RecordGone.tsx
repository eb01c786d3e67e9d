import type { Entity } from '@mortise/sdk'
import { Link } from '@tanstack/react-router'
import { Copy, EyeOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Notice } from '@/components/Notice.tsx'
import { PageHeader } from '@/components/PageHeader.tsx'
import { showToast } from '@/components/toast.ts'
import { typeOf } from '@/field-types/registry.ts'
import { Value } from '@/field-types/Value.tsx'
import { fieldOf } from '@/lib/definition.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import type { FormStore } from './form/FormStore.ts'
import { Crumbs } from './RecordHeader.tsx'

/** A record that may not be seen any more while it is open. What the user has written is still his. */
export function RecordGone({ entity, store }: { entity: Entity; store: FormStore }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const written = Object.entries(store.edited()).flatMap(([name, value]) => {
    const field = fieldOf(entity, name)
    return field ? [{ field, value }] : []
  })
  const copy = async () => {
    const lines = written.map(
      ({ field, value }) =>
        `${field.title}: ${value === null ? '' : typeOf(field).text(field, value, language)}`,
    )
    await navigator.clipboard.writeText(lines.join('\n'))
    showToast({ tone: 'plain', text: t('gone.copied') })
  }
  return (
    <main className="a-page" aria-label={t('gone.title')}>
      <PageHeader>
        <Crumbs entity={entity} title={t('gone.title')} heading />
      </PageHeader>
      <div className="r-gone" role="alert">
        <Notice
          icon={<EyeOff size={20} />}
          title={t('gone.title')}
          actions={
            <>
              {written.length > 0 && navigator.clipboard && (
                <Button icon={<Copy size={14} />} onClick={copy}>
                  {t('gone.copy')}
                </Button>
              )}
              <Link className="m-button m-button--plain" to="/e/$entity" params={{ entity: entity.name }}>
                {t('list.all', { name: entity.plural || entity.title })}
              </Link>
            </>
          }
        >
          {t(written.length > 0 ? 'gone.textUnsaved' : 'gone.text')}
        </Notice>
        {written.length > 0 && (
          <dl className="r-gone__list">
            {written.map(({ field, value }) => (
              <div key={field.name}>
                <dt>{field.title}</dt>
                <dd>
                  <Value field={field} value={value} place="record" />
                </dd>
              </div>
            ))}
          </dl>
        )}
      </div>
    </main>
  )
}
