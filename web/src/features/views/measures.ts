import { type Aggregated, Invalid, type Measure } from '@mortise/sdk'
import { aggregatesOf, type Column } from './columns.ts'

/** Measures of one question. */
export const mostMeasures = 20

/** What is asked of columns: what the caller may ask of their fields. */
export function measuresOf(columns: readonly Column[]): Measure[] {
  return columns.flatMap(({ field, aggregate }): Measure[] =>
    aggregate && aggregatesOf(field).includes(aggregate)
      ? [{ as: `m_${field.name}`, fn: aggregate, field: field.name }]
      : [],
  )
}

/** Measures as they fit into questions. */
export function batches(measures: readonly Measure[]): Measure[][] {
  const all: Measure[][] = []
  for (let at = 0; at < measures.length; at += mostMeasures) all.push(measures.slice(at, at + mostMeasures))
  return all
}

/** The places of the measures that a refusal is about; undefined when it is about something else, too. */
function refusedOf(error: unknown, count: number): Set<number> | undefined {
  if (!(error instanceof Invalid) || error.details.length === 0) return undefined
  const places = error.details.map(({ pointer }) => Number(/^\/measures\/(\d+)\//.exec(pointer ?? '')?.[1]))
  return places.every((place) => place < count) ? new Set(places) : undefined
}

/** Asks for measures; those that are refused, such as of a field that was closed since, take no other one with them. */
export async function measured(
  measures: Measure[],
  ask: (measures: Measure[]) => Promise<Aggregated>,
): Promise<Aggregated> {
  try {
    return await ask(measures)
  } catch (error) {
    const refused = refusedOf(error, measures.length)
    if (!refused) throw error
    const rest = measures.filter((_, at) => !refused.has(at))
    return rest.length > 0 ? ask(rest) : { data: [], more: false }
  }
}
