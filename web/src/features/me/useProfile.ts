import type { Me, ProfileChange } from '@mortise/sdk'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { showToast } from '@/components/toast.ts'
import { client } from '@/lib/api/client.ts'
import { useEntity } from '@/lib/api/get-description.ts'
import { useMe } from '@/lib/api/get-me.ts'
import { changeLanguage, nearestLanguage } from '@/lib/i18n/index.ts'
import { setZone } from '@/lib/zone.ts'

/** Changes what the account says of its user. */
export function useProfile() {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const send = useMutation({
    mutationFn: (profile: ProfileChange) => client.account.change(profile),
    onSuccess: async (me, profile) => {
      queries.setQueryData<Me | null>(['me'], (now) =>
        now ? { ...now, ...me, csrf: me.csrf ?? now.csrf } : me,
      )
      if (profile.zone !== undefined) {
        setZone(me.zone)
        // Days begin at other hours now, and with them what lists of today hold.
        queries.invalidateQueries({ queryKey: ['records'] })
      }
      if (profile.language) await changeLanguage(nearestLanguage(profile.language))
      if (profile.name) queries.invalidateQueries({ queryKey: ['records', 'user'] })
      showToast({ tone: 'plain', text: t('me.stored') })
    },
  })
  return { change: send.mutate, changeNow: send.mutateAsync, busy: send.isPending, error: send.error }
}

/** Kinds of fields of the user's own record that are drawn with the profile. */
const drawn = ['phone', 'image', 'email']

/** The fields of the user's own record that he may change himself. */
export function useOwnFields() {
  const me = useMe().data
  const entity = useEntity('user')
  const id = me?.user.id
  const query = useQuery({
    queryKey: ['own-fields', id],
    enabled: id !== undefined && entity !== undefined,
    queryFn: async ({ signal }) => {
      if (!id || !entity) return null
      const access = (await client.access('user', [id], signal))[id]
      const fields = entity.fields.filter(
        ({ name, type, system, computed }) =>
          access?.fields[name] === 'write' && drawn.includes(type) && !system && !computed,
      )
      if (!access?.actions.includes('update') || fields.length === 0) return { fields: [], record: null }
      const { record } = await client.get(
        'user',
        id,
        fields.map(({ name }) => name),
        signal,
      )
      return { fields, record }
    },
  })
  return query.data ?? { fields: [], record: null }
}
