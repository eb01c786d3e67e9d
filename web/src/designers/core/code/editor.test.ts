import { afterEach, expect, test, vi } from 'vitest'
import { differenceOf, forgetPast, makeEditor, replaceText, surround, underline } from './editor.ts'
import { expr } from './expr.ts'

test.each([
  ['amount', 'amount * 2', { from: 6, to: 6, insert: ' * 2' }],
  ['a + b', 'a + c', { from: 4, to: 5, insert: 'c' }],
  ['aa', 'a', { from: 1, to: 2, insert: '' }],
  ['', 'x', { from: 0, to: 0, insert: 'x' }],
  ['same', 'same', { from: 4, to: 4, insert: '' }],
])('what %s and %s differ in', (before, after, want) => expect(differenceOf(before, after)).toEqual(want))

const made: { destroy: () => void }[] = []
afterEach(() => {
  for (const one of made.splice(0)) one.destroy()
})

function open(value: string, page = false) {
  const onChange = vi.fn()
  const view = makeEditor({ parent: document.body, value, onChange, parser: expr, label: 'Formula', page })
  made.push(view)
  return { view, onChange }
}

test('a text from outside is put in, told to nobody, and leaves the cursor at what it stands at', () => {
  const { view, onChange } = open('amount * 2')
  view.dispatch({ selection: { anchor: 10 } })
  replaceText(view, 'price + amount * 2')
  expect(view.state.doc.toString()).toBe('price + amount * 2')
  expect(view.state.selection.main.head).toBe(18)
  replaceText(view, 'price + amount\r\n* 2')
  expect(view.state.doc.lines).toBe(2)
  expect(onChange).not.toHaveBeenCalled()
})

test('what is typed is told', () => {
  const { view, onChange } = open('a')
  view.dispatch({ changes: { from: 1, insert: 'b' } })
  expect(onChange).toHaveBeenCalledExactlyOnceWith('ab')
})

test('says what it is, and that it is wrong', () => {
  const { view } = open('a')
  surround(view, { label: 'Formel', describedBy: 'hint', invalid: true, id: 'x' })
  const { contentDOM } = view
  expect(contentDOM.getAttribute('role')).toBe('textbox')
  expect(contentDOM.getAttribute('aria-label')).toBe('Formel')
  expect(contentDOM.getAttribute('aria-describedby')).toBe('hint')
  expect(contentDOM.getAttribute('aria-invalid')).toBe('true')
  expect(contentDOM.id).toBe('x')
})

test('underlines within the text alone', () => {
  const { view } = open('abc')
  underline(view, [{ from: 1, to: 99, message: 'wrong' }])
  expect(view.contentDOM.querySelector('.cm-lintRange-error')?.textContent).toBe('bc')
  underline(view, [])
  expect(view.contentDOM.querySelector('.cm-lintRange-error')).toBeNull()
})

test('the keys of undo are left to the designers where nothing was typed', () => {
  const press = (view: ReturnType<typeof open>['view']) => {
    const event = new KeyboardEvent('keydown', { key: 'z', ctrlKey: true, cancelable: true, bubbles: true })
    view.contentDOM.dispatchEvent(event)
    return event.defaultPrevented
  }
  const line = open('a')
  line.view.dispatch({ changes: { from: 1, insert: 'b' } })
  expect(press(line.view)).toBe(false)
  const page = open('a', true)
  expect(press(page.view)).toBe(false)
  page.view.dispatch({ changes: { from: 1, insert: 'b' } })
  expect(press(page.view)).toBe(true)
  expect(page.view.state.doc.toString()).toBe('a')
  page.view.dispatch({ changes: { from: 1, insert: 'b' } })
  forgetPast(page.view)
  expect(press(page.view)).toBe(false)
})
