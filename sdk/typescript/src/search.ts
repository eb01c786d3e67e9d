/** A record that a search found. */
export interface Found {
  id: string
  label: unknown
}

/** The best matches of one entity. */
export interface FoundGroup {
  entity: string
  records: Found[]
  /** There are more than these. */
  more: boolean
}

/** What a search over entities found. */
export interface SearchAnswer {
  data: FoundGroup[]
  /** Entities that took too long. */
  unfinished: string[]
}

/** Narrows a search. */
export interface SearchQuery {
  entities?: string[]
  /** Records of each entity. */
  limit?: number
}
