import { type ComponentType, createContext } from 'react'

/** What the place of a text draws in its own way. */
export interface Parts {
  /** A line that ends begins no new one. */
  flows?: boolean
  /** A link. */
  Link?: ComponentType<{ href: string; children: string }>
  /** A picture that stands by itself, by its name. */
  Picture?: ComponentType<{ name: string; words: string }>
}

/** How links and pictures of texts in Markdown are drawn; without it links lead out, and there are no pictures. */
export const MarkdownParts = createContext<Parts>({})
