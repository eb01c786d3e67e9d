import { Group } from './group.ts'
import { pathOf, queryOf } from './path.ts'

/** A page in the list of a guide. */
export interface GuideEntry {
  name: string
  title: string
  /** The entities that it is about; "home" for the first page of the product. */
  fits: string[]
}

/** The guide that an app package brings for its users, in one language. */
export interface Guide {
  /** Of the package. */
  name: string
  title: string
  language: string
  pages: GuideEntry[]
}

/** One page of a guide. */
export interface GuidePage {
  package: string
  name: string
  title: string
  language: string
  /** Markdown, below the title. */
  text: string
}

/** The guides that app packages bring for their users. */
export class Guides extends Group {
  /** All guides, each in the principal's language, in English, or in the first that there is. */
  async list(signal?: AbortSignal): Promise<Guide[]> {
    return (await this.transport.send<{ data: Guide[] }>({ path: pathOf('guides'), signal })).data
  }

  /** One page; another language stands in where it is not there in the principal's. */
  page(of: string, page: string, signal?: AbortSignal): Promise<GuidePage> {
    return this.transport.send<GuidePage>({ path: pathOf('guides', of, page), signal })
  }

  /** Where a browser that is signed in gets a picture that a page of a language shows. */
  pictureAddress(of: string, file: string, language?: string): string {
    const path = pathOf('guides', of, 'images', file)
    return this.transport.address({ path, query: queryOf({ language }) })
  }

  /** Reads a picture. */
  picture(of: string, file: string, language?: string, signal?: AbortSignal): Promise<Blob> {
    const path = pathOf('guides', of, 'images', file)
    return this.transport.download({ path, query: queryOf({ language }), signal })
  }
}
