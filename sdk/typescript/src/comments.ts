import { Group } from './group.ts'
import { queryOf, recordPath } from './path.ts'
import type { Before, Person, RecordFile } from './wire.ts'

/** What somebody said about a record. */
export interface Comment {
  id: string
  /** Markdown. */
  text: string
  by: Person
  at: string
  edited_at: string | null
  mentions: Person[]
  files: RecordFile[]
}

/** A comment as it is sent: at most 10,000 characters, 20 users and 10 files that the caller has uploaded. */
export interface NewComment {
  text: string
  /** Ids of users. */
  mentions?: string[]
  /** Ids of files; of a new comment only. */
  files?: string[]
}

/** A text that a comment had until then. */
export interface FormerText {
  text: string
  until: string
}

/** One page of comments. */
export interface CommentPage {
  data: Comment[]
  next: string | null
}

/** What is said about records. */
export class Comments extends Group {
  /** One page, the newest first; before is next of the page before. */
  list(entity: string, id: string, page: Before = {}, signal?: AbortSignal): Promise<CommentPage> {
    const path = recordPath(entity, id, 'comments')
    return this.transport.send<CommentPage>({ path, query: queryOf({ ...page }), signal })
  }

  /** Says something about a record. */
  add(entity: string, id: string, said: NewComment): Promise<Comment> {
    const path = recordPath(entity, id, 'comments')
    return this.transport.send<Comment>({ method: 'POST', path, json: said })
  }

  /** Changes what the caller has said. */
  edit(entity: string, id: string, comment: string, said: NewComment): Promise<Comment> {
    const path = recordPath(entity, id, 'comments', comment)
    return this.transport.send<Comment>({ method: 'PATCH', path, json: said })
  }

  /** Removes a comment. */
  async remove(entity: string, id: string, comment: string): Promise<void> {
    await this.transport.send<void>({ method: 'DELETE', path: recordPath(entity, id, 'comments', comment) })
  }

  /** The texts that a comment had, the newest first. */
  async formerTexts(
    entity: string,
    id: string,
    comment: string,
    signal?: AbortSignal,
  ): Promise<FormerText[]> {
    const path = recordPath(entity, id, 'comments', comment, 'history')
    return (await this.transport.send<{ data: FormerText[] }>({ path, signal })).data
  }

  /** Where a browser that is signed in gets a file of a comment. */
  fileAddress(entity: string, id: string, comment: string, file: string): string {
    return this.transport.origin + recordPath(entity, id, 'comments', comment, 'files', file)
  }
}
