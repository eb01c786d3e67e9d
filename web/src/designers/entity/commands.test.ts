import { describe, expect, it } from 'vitest'
import { type Doc, textAt } from '../core/document.ts'
import { fieldDoc, fieldsOf, isRequired, withoutField, withRequired } from '../core/entity.ts'
import { addField, newEntity, newOptions, type Presets } from '../core/newEntity.ts'
import { newList, ownSpelling } from '../core/options.ts'
import {
  duplicateField,
  moveField,
  optionsOf,
  renameNewField,
  setOptionTitles,
  setType,
  toggleDefault,
  withOptions,
  withOwnOptions,
  withSharedOptions,
} from './commands.ts'

const presets: Presets = { options: ['New', 'Done'], currency: 'EUR', region: 'DE', target: () => 'customer' }

function lead(...titles: string[]): Doc {
  return titles.reduce((entity, title) => addField(entity, title, presets).entity, newEntity('lead', 'Lead'))
}

const names = (entity: Doc) => fieldsOf(entity).map(({ name }) => name)

describe('drawing an entity', () => {
  it('guesses types, the field that names records and the owner', () => {
    const entity = lead('Name', 'Status', 'Amount', 'Phone', 'Owner')
    expect(fieldsOf(entity).map(({ doc }) => doc['x-field'])).toEqual([
      'text',
      'choice',
      'money',
      'phone',
      'user',
    ])
    expect([textAt(entity, 'x-label'), textAt(entity, 'x-owner')]).toEqual(['name', 'owner'])
    expect(fieldDoc(entity, 'amount')).toMatchObject({ 'x-currency': 'EUR' })
    expect(new Set(fieldsOf(entity).map(({ doc }) => doc['x-id'])).size).toBe(5)
  })

  it('never names two fields alike, nor one like what every record has', () => {
    expect(names(lead('Phone', 'Phone', 'Id', 'Version'))).toEqual(['phone', 'phone_2', 'id_2', 'version_2'])
  })

  it('moves fields and keeps the others in their order', () => {
    const entity = lead('A', 'B', 'C', 'D')
    expect(names(moveField(entity, 'd', 0))).toEqual(['d', 'a', 'b', 'c'])
    expect(names(moveField(entity, 'a', 2))).toEqual(['b', 'c', 'a', 'd'])
    expect(names(moveField(entity, 'a', 99))).toEqual(['b', 'c', 'd', 'a'])
    expect(moveField(entity, 'nobody', 1)).toBe(entity)
  })

  it('takes a field out of all that the entity says of it', () => {
    const entity = withRequired(lead('Name', 'Owner'), 'name', true)
    const next = withoutField(withoutField(entity, 'name'), 'owner')
    expect(next).toEqual({
      ...entity,
      properties: {},
      required: undefined,
      'x-label': undefined,
      'x-owner': undefined,
    })
    expect('required' in next || 'x-label' in next || 'x-owner' in next).toBe(false)
  })

  it('changes a type without taking along what the new one does not know', () => {
    const entity = lead('Status')
    const text = setType(entity, 'status', 'text', presets)
    expect(fieldDoc(text, 'status')).not.toHaveProperty('oneOf')
    expect(fieldDoc(text, 'status')?.['x-id']).toBe(fieldDoc(entity, 'status')?.['x-id'])
    expect(optionsOf(fieldDoc(setType(entity, 'status', 'choices', presets), 'status'))).toEqual(
      optionsOf(fieldDoc(entity, 'status')),
    )
    expect(textAt(setType(lead('Owner'), 'owner', 'text', presets), 'x-owner')).toBe('')
  })

  it('keeps an option that stays, with its id and colour, whatever is added around it', () => {
    const entity = setOptionTitles(lead('Status'), 'status', ['New', 'Won'], 'en')
    const won = optionsOf(fieldDoc(entity, 'status'))[1]
    const next = setOptionTitles(entity, 'status', ['Lost', 'Won', 'New'], 'en')
    expect(optionsOf(fieldDoc(next, 'status')).map(({ const: value }) => value)).toEqual([
      'lost',
      'won',
      'new',
    ])
    expect(optionsOf(fieldDoc(next, 'status'))[1]).toBe(won)
  })

  it('takes out a default of which the option is gone', () => {
    const entity = lead('Status')
    const chosen = { ...entity, properties: { status: { ...fieldDoc(entity, 'status'), default: 'new' } } }
    expect(
      fieldDoc(withOptions(chosen, 'status', optionsOf(fieldDoc(entity, 'status')).slice(1)), 'status'),
    ).not.toHaveProperty('default')
    expect(
      fieldDoc(withOptions(chosen, 'status', optionsOf(fieldDoc(entity, 'status')).slice(0, 1)), 'status')
        ?.default,
    ).toBe('new')
  })

  it('goes over to a list that fields share, and back with copies of its options', () => {
    const list = newList('stages', 'Stages', newOptions(['New', 'Won']))
    const begun = toggleDefault(lead('Status'), 'status', 'done')
    const shared = withSharedOptions(begun, 'status', 'stages', list)
    expect(fieldDoc(shared, 'status')).toMatchObject({ 'x-choices': 'stages' })
    for (const member of ['oneOf', 'default']) expect(fieldDoc(shared, 'status')).not.toHaveProperty(member)
    expect(
      fieldDoc(withSharedOptions(toggleDefault(begun, 'status', 'new'), 'status', 'stages', list), 'status')
        ?.default,
    ).toBe('new')
    const own = fieldDoc(withOwnOptions(shared, 'status', list), 'status')
    expect(own).not.toHaveProperty('x-choices')
    expect(optionsOf(own).map(({ const: value }) => value)).toEqual(['new', 'won'])
    const ids = [...optionsOf(own), ...ownSpelling(list)].map((option) => option['x-id'])
    expect(new Set(ids).size).toBe(4)
  })

  it('begins with one option of a choice, and with several of choices', () => {
    const one = toggleDefault(toggleDefault(lead('Status'), 'status', 'new'), 'status', 'done')
    expect(fieldDoc(one, 'status')?.default).toBe('done')
    expect(fieldDoc(toggleDefault(one, 'status', 'done'), 'status')).not.toHaveProperty('default')
    const many = setType(lead('Status'), 'status', 'choices', presets)
    const both = toggleDefault(toggleDefault(many, 'status', 'new'), 'status', 'done')
    expect(fieldDoc(both, 'status')?.default).toEqual(['new', 'done'])
    expect(fieldDoc(withOptions(both, 'status', newOptions(['Done'])), 'status')?.default).toEqual(['done'])
    const none = toggleDefault(toggleDefault(both, 'status', 'new'), 'status', 'done')
    expect(fieldDoc(none, 'status')).not.toHaveProperty('default')
  })

  it('copies a field with ids of its own', () => {
    const entity = withRequired(lead('Status', 'Name'), 'status', true)
    const { entity: next, name } = duplicateField(entity, 'status')
    expect(names(next)).toEqual(['status', 'status_2', 'name'])
    expect(isRequired(next, name)).toBe(true)
    const ids = [fieldDoc(next, 'status'), fieldDoc(next, name)].flatMap((doc) => [
      doc?.['x-id'],
      ...optionsOf(doc).map((option) => option['x-id']),
    ])
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('renames a new field wherever its entity names it', () => {
    const entity = renameNewField(withRequired(lead('Name', 'Owner'), 'owner', true), 'owner', 'rep')
    expect([names(entity), textAt(entity, 'x-owner'), isRequired(entity, 'rep')]).toEqual([
      ['name', 'rep'],
      'rep',
      true,
    ])
  })
})
