import { afterEach, describe, expect, it } from 'vitest'
import { focusWhenThere } from './focusWhenThere.ts'

function placeOf(html: string): HTMLElement {
  document.body.innerHTML = `<button>elsewhere</button><div>${html}</div>`
  return document.body.querySelector('div') as HTMLElement
}
const turn = () => new Promise((resolve) => setTimeout(resolve, 0))

afterEach(() => {
  document.body.innerHTML = ''
})

describe('the focus', () => {
  it('goes to an input that is there', () => {
    const place = placeOf('<input>')
    focusWhenThere(place, 'input')
    expect(document.activeElement).toBe(place.querySelector('input'))
  })

  it('goes to one that comes later, once', async () => {
    const place = placeOf('')
    document.querySelector('button')?.focus()
    focusWhenThere(place, 'input')
    expect(document.activeElement?.tagName).toBe('BUTTON')
    place.innerHTML = '<span><input id="one"></span>'
    await turn()
    expect(document.activeElement?.id).toBe('one')
    document.querySelector('button')?.focus()
    place.innerHTML = '<input id="two">'
    await turn()
    expect(document.activeElement?.tagName).toBe('BUTTON')
  })

  it('stays with who has gone into the place, and where the wait has ended', async () => {
    const place = placeOf('<button id="in">in</button>')
    document.getElementById('in')?.focus()
    focusWhenThere(place, 'input')
    place.insertAdjacentHTML('beforeend', '<input>')
    await turn()
    expect(document.activeElement?.id).toBe('in')
    const other = placeOf('')
    focusWhenThere(other, 'input')()
    other.innerHTML = '<input>'
    await turn()
    expect(document.activeElement?.tagName).not.toBe('INPUT')
  })
})
