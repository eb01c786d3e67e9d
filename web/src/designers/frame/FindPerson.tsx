import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '@/lib/api/client.ts'
import { FindField } from '../core/FindField.tsx'
import { useWords } from '../core/useBench.ts'

/** So many people are listed at once; a search finds the others. */
const most = 8

interface Person {
  id: string
  name: string
}

/** Finds a person by name. */
export function FindPerson({ onChoose }: { onChoose: (person: Person) => void }) {
  const { t } = useWords()
  const [text, setText] = useState('')
  const q = text.trim()
  const found = useQuery({
    queryKey: ['design', 'person', q],
    queryFn: async ({ signal }) => {
      const query = { fields: ['name', 'email'], sort: ['name'], limit: most, q: q || undefined }
      const { data } = await client.list('user', query, signal)
      return data.map(({ id, name, email }) => ({ id, name: String(name ?? ''), email: String(email ?? '') }))
    },
    placeholderData: keepPreviousData,
  })
  return (
    <div className="b-find-person">
      <FindField label={t('design.frame.findPerson')} value={text} onChange={setText} first />
      <ul>
        {(found.data ?? []).map((person) => (
          <li key={person.id}>
            <button type="button" className="m-menu-item" onClick={() => onChoose(person)}>
              <span className="b-find-person__name">
                <span className="truncate">{person.name}</span>
                <small className="truncate">{person.email}</small>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {found.isError && <p role="alert">{found.error.message}</p>}
      {found.data?.length === 0 && <p>{t('design.frame.noPerson')}</p>}
    </div>
  )
}
