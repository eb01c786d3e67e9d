import { type Doc, type Key, listAt, nameOf, textAt } from '../core/document.ts'
import { fieldsOf } from '../core/entity.ts'
import { cellOf } from '../core/matrix.ts'

/** What the tour knows of where one is and of what was done. */
export interface Facts {
  /** The part of the product that is open: a page of the designers, or one of the entity of the tour. */
  area: 'home' | 'fields' | 'forms' | 'views' | 'access' | 'list' | 'create' | 'record' | 'elsewhere'
  /** The name of the entity that is made, and what is drawn of it. */
  entity: string | undefined
  /** What the entity is called once it is published. */
  title: string | undefined
  documents: ReadonlyMap<Key, Doc>
  /** The roles of who takes the tour. */
  own: readonly string[]
  /** The titles of options that a new choice begins with. */
  presets: readonly string[]
  /** Whether the entity has a designer of its lists. */
  hasViews: boolean
  mayPublish: boolean
  /** Whether the window of publishing is open. */
  publishing: boolean
  published: boolean
  /** The roles through whose eyes the draft was looked at, "" for the own ones. */
  previewed: readonly string[]
  records: number
}

/** What a step says and shows, as things are now. */
export interface Sight {
  done: boolean
  /** Which of the texts of the step. */
  text: string
  values?: { [name: string]: string | number }
  /** Where the control is, the first that is there: selectors. */
  at: readonly string[]
  /** What the card leaves free besides the control: a selector. */
  clear?: string
  /** On which side of the control the card is least in the way. */
  side?: 'above'
  /** The page on which it goes on, where that is another one. */
  go?: 'home' | 'fields' | 'forms' | 'views' | 'access' | 'list'
}

/** One step of the tour. */
export interface Step {
  id: string
  see: (facts: Facts) => Sight
}

/** So many fields are enough to go on with. */
export const enough = 3

const entityOf = ({ documents, entity }: Facts) => documents.get(`entity/${entity}`)
const tab = (part: string) => [`.b-tabs a[href$="/${part}"]`]
const ofKind = ({ documents, entity }: Facts, kind: string) =>
  [...documents].flatMap(([key, doc]) =>
    key.startsWith(`${kind}/`) && textAt(doc, 'entity') === entity ? [{ key, name: nameOf(key), doc }] : [],
  )

/** What a step says on its page; on others it leads there. */
function onPage(facts: Facts, page: NonNullable<Sight['go']>, sight: Sight): Sight {
  if (facts.area === page) return sight
  return { ...sight, text: sight.done ? sight.text : 'go', at: tab(page), go: page }
}

/** The choices of an entity, and which of them still have the options that they began with. */
function choicesOf({ presets, ...facts }: Facts) {
  return fieldsOf(entityOf({ presets, ...facts }))
    .filter(({ doc }) => ['choice', 'choices'].includes(textAt(doc, 'x-field')))
    .map(({ name, doc }) => {
      const titles = listAt<Doc>(doc, 'oneOf').map((option) => option.title)
      const begun = titles.length === presets.length && titles.every((title, at) => title === presets[at])
      return { name, own: textAt(doc, 'x-choices') !== '' || (titles.length > 1 && !begun) }
    })
}

/** The first role that may read and is none of one's own. */
export function readerOf(facts: Facts): string | undefined {
  const grants = ofKind(facts, 'grant')
  const roles = [...new Set(grants.map(({ doc }) => textAt(doc, 'role')))]
  return roles.find(
    (role) => !facts.own.includes(role) && cellOf(grants, role, ['read']).preset !== 'none' && role !== '',
  )
}

const name: Step = {
  id: 'name',
  see: (facts) => ({
    done: entityOf(facts) !== undefined,
    text: facts.area === 'home' ? 'do' : 'go',
    at: ['.b-home__new .ant-input-affix-wrapper', '.b-home__new input'],
    go: facts.area === 'home' ? undefined : 'home',
  }),
}

const fields: Step = {
  id: 'fields',
  see: (facts) => {
    const count = fieldsOf(entityOf(facts)).length
    const values = { count: Math.min(count, enough), enough }
    return onPage(facts, 'fields', { done: count >= enough, text: 'do', values, at: ['.b-add-field'] })
  },
}

const options: Step = {
  id: 'options',
  see: (facts) => {
    const choices = choicesOf(facts)
    const chosen = choices.find(({ own }) => !own) ?? choices[0]
    return onPage(facts, 'fields', {
      done: choices.some(({ own }) => own),
      text: chosen ? 'do' : 'none',
      at: chosen
        ? [`[data-field="${chosen.name}"] .b-field__options`, `[data-field="${chosen.name}"]`]
        : ['.b-add-field'],
    })
  },
}

const form: Step = {
  id: 'form',
  see: (facts) =>
    onPage(facts, 'forms', {
      done: ofKind(facts, 'form').length > 0,
      text: 'do',
      at: ['.b-form-field:nth-child(2)', '.b-form-field'],
    }),
}

const list: Step = {
  id: 'list',
  see: (facts) => {
    if (facts.hasViews)
      return onPage(facts, 'views', {
        done: ofKind(facts, 'view').length > 0,
        text: 'do',
        at: ['.b-view-column:nth-child(2)', '.b-view-column'],
      })
    return { done: facts.previewed.includes(''), text: 'preview', at: ['[data-tour=preview]'] }
  },
}

const access: Step = {
  id: 'access',
  see: (facts) => {
    const doc = entityOf(facts)
    const owned = textAt(doc, 'x-owner') !== '' || textAt(doc, 'x-team') !== ''
    const roles = [...facts.documents.keys()].filter((key) => key.startsWith('role/')).map(nameOf)
    const others = roles.some((role) => !facts.own.includes(role) && role !== 'everyone')
    const done = readerOf(facts) !== undefined
    if (!owned && !done)
      return onPage(facts, 'access', { done, text: 'owner', at: ['.b-hint button', '.b-hint'] })
    if (!others) return onPage(facts, 'access', { done, text: 'role', at: ['.b-add-role'] })
    // Roles that come with the product stand last.
    return onPage(facts, 'access', {
      done,
      text: 'do',
      at: ['.b-matrix [data-at="0:0"]'],
      clear: '.b-matrix__scroll',
    })
  },
}

const preview: Step = {
  id: 'preview',
  see: (facts) => ({
    done: facts.previewed.some((role) => role !== ''),
    text: readerOf(facts) ? 'do' : 'none',
    at: ['[data-tour=preview]'],
  }),
}

const publish: Step = {
  id: 'publish',
  see: (facts) => {
    if (!facts.mayPublish) return { done: facts.published, text: 'none', at: [] }
    if (facts.publishing) return { done: facts.published, text: 'now', at: ['[data-tour=publishing]'] }
    return { done: facts.published, text: 'do', at: ['[data-tour=publish]'] }
  },
}

const record: Step = {
  id: 'record',
  see: (facts) => {
    const done = facts.area === 'record' || facts.records > 0
    if (!facts.published) return { done: false, text: 'none', at: [] }
    if (facts.area === 'create')
      return { done, text: 'fill', at: ['.r-save .m-button--primary'], side: 'above' }
    if (facts.area === 'list' || done)
      return { done, text: 'do', at: done ? [] : ['.m-page-header__actions .m-button--primary'] }
    return { done, text: 'go', at: [`.a-side a[href="/e/${facts.entity}"]`], go: 'list' }
  },
}

/** The steps of the tour, in their order. */
export const steps: readonly Step[] = [name, fields, options, form, list, access, preview, publish, record]
