import type { Filter } from './wire.ts'

/** Asks for numbers about records. */
export interface AggregateQuery {
  /** The number of records when there are none. */
  measures?: Measure[]
  groups?: GroupBy[]
  filter?: Filter
  q?: string
  /** About the names of measures and groups. */
  having?: Filter
  /** "-total,status" */
  sort?: string
  /** 100 when not given, at most 1,000. */
  limit?: number
  totals?: boolean
  archived?: boolean
}

/** One number of each row. */
export interface Measure {
  as?: string
  fn: 'count' | 'count_distinct' | 'sum' | 'avg' | 'min' | 'max' | 'median' | 'stddev'
  field?: string
  /** Instead of field: computed of each record. */
  expr?: string
  filter?: Filter
}

/** One row per value of a field: dates by bucket, numbers by width. */
export interface GroupBy {
  field: string
  bucket?:
    | 'hour'
    | 'day'
    | 'week'
    | 'month'
    | 'quarter'
    | 'year'
    | 'weekday'
    | 'month_of_year'
    | 'hour_of_day'
  width?: number
  as?: string
}

/** A row of groups and measures by name; _filter is the filter that lists its records. */
export interface AggregateRow {
  _filter?: Filter
  [name: string]: unknown
}

/** The rows of an aggregate. */
export interface Aggregated {
  data: AggregateRow[]
  /** There are more rows than the limit. */
  more: boolean
  totals?: AggregateRow
  /** Labels of the records in groups, by name of the group and id. */
  labels?: { [group: string]: { [id: string]: string } }
}
