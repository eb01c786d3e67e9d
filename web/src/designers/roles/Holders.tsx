import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Mark } from '@/components/Mark.tsx'
import { Skeleton } from '@/components/Notice.tsx'
import { client } from '@/lib/api/client.ts'
import { useWords } from '../core/useBench.ts'

/** So many people are named. */
const most = 50

async function loadHolders(role: string, signal: AbortSignal) {
  const { data, next } = await client.list(
    'user_role',
    {
      fields: ['user.name', 'user.email', 'until'],
      filter: `role.name == '${role}' && (until == nil || until > now())`,
      limit: most,
    },
    signal,
  )
  const people = data.flatMap((one) => {
    const user = one.user as { id?: string; name?: unknown; email?: unknown } | null
    return user?.id ? [{ id: user.id, name: String(user.name ?? user.email ?? '') }] : []
  })
  return { people, more: next !== undefined && next !== null }
}

/** Who has a role, as assignments say now. */
export function Holders({ role }: { role: string }) {
  const { t } = useWords()
  const found = useQuery({
    queryKey: ['design', 'holders', role],
    queryFn: ({ signal }) => loadHolders(role, signal),
    enabled: role !== 'everyone',
  })
  return (
    <section>
      <h2>{t('design.roles.holders')}</h2>
      {role === 'everyone' && <p className="b-roles__none">{t('design.roles.everybody')}</p>}
      {role !== 'everyone' && found.isPending && <Skeleton width={240} height={14} />}
      {found.isError && <p className="b-prop__problem">{found.error.message}</p>}
      {found.data?.people.length === 0 && (
        <p className="b-roles__none">
          {t('design.roles.nobody')} <Link to="/design/people">{t('design.roles.toPeople')}</Link>
        </p>
      )}
      {found.data && found.data.people.length > 0 && (
        <ul className="b-roles__holders">
          {found.data.people.map(({ id, name }) => (
            <li key={id}>
              <Link to="/e/$entity/$id" params={{ entity: 'user', id }}>
                <Mark name={name} round size={20} />
                <span className="truncate">{name}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
      {found.data?.more && <p className="b-roles__none">{t('design.roles.moreHolders', { count: most })}</p>}
    </section>
  )
}
