import { act } from 'react'
import { createRoot } from 'react-dom/client'
import { expect, it, vi } from 'vitest'
import { whenCancelled } from './modal.ts'

it('closes the dialog that is cancelled, and not the one around it or around a choice of files', () => {
  const outer = vi.fn()
  const inner = vi.fn()
  const place = document.body.appendChild(document.createElement('div'))
  act(() =>
    createRoot(place).render(
      <dialog id="outer" onCancel={whenCancelled(outer)}>
        <input id="file" type="file" />
        <dialog id="inner" onCancel={whenCancelled(inner)} />
      </dialog>,
    ),
  )
  const cancel = (id: string, bubbles: boolean) =>
    document.getElementById(id)?.dispatchEvent(new Event('cancel', { bubbles, cancelable: true }))
  expect(cancel('inner', false)).toBe(false)
  expect([inner, outer].map(({ mock }) => mock.calls.length)).toEqual([1, 0])
  expect(cancel('file', true)).toBe(true)
  expect([inner, outer].map(({ mock }) => mock.calls.length)).toEqual([1, 0])
  cancel('outer', false)
  expect([inner, outer].map(({ mock }) => mock.calls.length)).toEqual([1, 1])
})
