import type { InDraft } from './design.ts'
import { Group } from './group.ts'
import { api, queryOf } from './path.ts'

/** What an expression is for. */
export type ExpressionUse = 'formula' | 'condition' | 'default' | 'filter'

/** An expression that is tried, and on what. */
export interface Trial extends InDraft {
  entity: string
  expression: string
  use: ExpressionUse
  /** The type as which the value is shown or kept; that of its kind when not given. */
  type?: string
  /** The field that the expression is of. */
  field?: string
  /** The entity as it is being edited, where it is not saved yet. */
  document?: { [member: string]: unknown }
  /** The id of a record; the newest that one may read when not given. */
  record?: string
  /** Values in the place of those of the record. */
  values?: { [field: string]: unknown }
}

/** What is wrong with an expression: characters from up to to, counted as code points. */
export interface ExpressionProblem {
  code: string
  message: string
  params?: { [name: string]: unknown }
  from: number
  to: number
}

/** What came of a trial. */
export interface Tried {
  problems: ExpressionProblem[]
  type?: string
  /** The value as records have it: null when empty, not there when there was nothing to try it on. */
  value?: unknown
  record?: { id: string; label: string }
  /** The fields of the record itself that it is made of. */
  reads: string[]
  /** The value is made of more records than a trial reads. */
  limited?: boolean
}

/** Something that can be written in an expression. */
export interface ExpressionPart {
  name: string
  kind: 'function' | 'quantifier' | 'operator' | 'word'
  signature: string
  args?: { kinds: string[]; fixed: boolean }[]
  /** How many arguments must be given. */
  needs: number
  /** The last argument may be given again and again. */
  many: boolean
  /** The kind of the value; that of the arguments when not given. */
  result?: string
  help: { en: string; 'zh-CN': string }
  example: string
}

/** A file whose columns are to become fields, by the id of its upload. */
export interface InferFile {
  file: string
  sheet?: string
  header?: number
  encoding?: string
  delimiter?: string
  quote?: string
}

/** Why a field has its type. */
export type InferReason = 'values' | 'title' | 'both' | 'nothing' | 'no_number' | 'ambiguous' | 'few' | 'long'

/** The field that a column seems to be. */
export interface InferredField {
  header: string
  name: string
  title: string
  type: string
  why: InferReason
  /** What the import has to be told of the column (formats). */
  format?: string
  /** Keywords besides type and title. */
  properties: { [keyword: string]: unknown }
  /** No cell is empty. */
  required: boolean
  /** No value is there twice, and x-unique may say so. */
  unique: boolean
  /** Share of the cells that are empty, 0 to 1. */
  empty: number
  samples: string[]
  /** Other types that accept every cell, with the keywords and formats that they need. */
  alternatives: string[]
  others?: { [type: string]: { [keyword: string]: unknown } }
  formats?: { [type: string]: string }
}

/** What a file seems to hold. */
export interface Inferred {
  sheets?: string[]
  encoding?: string
  delimiter?: string
  /** The line of the headers. */
  header?: number
  rows: number
  /** How many rows the types are known of. */
  looked: number
  title?: string
  /** A name for an entity with this title. */
  name?: string
  fields: InferredField[]
  /** Columns that an import cannot tell apart. */
  left_out?: { column: number; header: string; why: 'twice' | 'unnamed' }[]
}

/** What is tried while one designs. */
export class Tryout extends Group {
  /** Tries an expression of the draft on a record that one may read. */
  evaluate({ draft, ...trial }: Trial, signal?: AbortSignal): Promise<Tried> {
    const path = `${api}/draft:evaluate`
    return this.transport.send<Tried>({
      method: 'POST',
      path,
      query: queryOf({ draft }),
      json: trial,
      signal,
    })
  }

  /** All that the language of expressions has, for completion. */
  async expressions(signal?: AbortSignal): Promise<ExpressionPart[]> {
    const call = { path: `${api}/expressions`, signal }
    return (await this.transport.send<{ data: ExpressionPart[] }>(call)).data
  }

  /** Makes fields of a file that one has uploaded. */
  infer(file: InferFile, signal?: AbortSignal): Promise<Inferred> {
    return this.transport.send<Inferred>({ method: 'POST', path: `${api}/draft:infer`, json: file, signal })
  }

  /** Makes fields of titles alone. */
  async inferTitles(titles: string[], signal?: AbortSignal): Promise<InferredField[]> {
    const call = { method: 'POST', path: `${api}/draft:infer`, json: { titles }, signal }
    return (await this.transport.send<Inferred>(call)).fields
  }
}
