import { QueryClient } from '@tanstack/react-query'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { client } from './client.ts'
import { preferencesQuery, setPreference } from './preferences.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

describe('a preference that is set', () => {
  it('before the others are known does not hide them', async () => {
    const queries = new QueryClient()
    vi.spyOn(client.account, 'preferences').mockResolvedValue({ navigation: 'one', recent: 'two' })
    const sent = vi.spyOn(client.account, 'setPreferences').mockResolvedValue(undefined)
    await setPreference(queries, 'recent', 'three')
    expect(queries.getQueryData(preferencesQuery().queryKey)).toEqual({ navigation: 'one', recent: 'three' })
    expect(sent).toHaveBeenCalledWith({ recent: 'three' })
  })

  it('is sent where the others cannot be had, and they are asked for again', async () => {
    const queries = new QueryClient()
    vi.spyOn(client.account, 'preferences').mockRejectedValue(new Error('away'))
    const sent = vi.spyOn(client.account, 'setPreferences').mockResolvedValue(undefined)
    await setPreference(queries, 'recent', 'three')
    expect(queries.getQueryData(preferencesQuery().queryKey)).toBeUndefined()
    expect(sent).toHaveBeenCalledWith({ recent: 'three' })
  })
})
