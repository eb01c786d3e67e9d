/*
 * Compares the types of the client with those that openapi-typescript makes of the API's document of a
 * running server (dist/api.d.ts). Nothing here runs: a member that the server has and the client lacks, or
 * the other way round, or that may be null or absent without the client's saying so, is an error of tsc
 * that names it.
 */
import type { components } from '../dist/api.js'
import type * as sdk from '../dist/index.js'

type Server = components['schemas']

/** What the document says of a value that can be anything. */
type Open<A> = unknown extends A ? true : [boolean | number | string] extends [A] ? true : false

/** Where two types of a value differ, as texts; never when they do not. At is where the value stands. */
type Differ<S, A, At extends string> =
  Open<S> extends true
    ? never
    : Open<A> extends true
      ? never
      :
          | (null extends A ? (null extends S ? never : `${At} may be null`) : never)
          | Inside<NonNullable<S>, NonNullable<A>, At>

type Inside<S, A, At extends string> = [S] extends [readonly (infer SI)[]]
  ? [A] extends [readonly (infer AI)[]]
    ? Differ<SI, AI, `${At}[]`>
    : `${At} is no list`
  : [S] extends [object]
    ? [A] extends [object]
      ? string extends keyof S
        ? never
        : string extends keyof A
          ? never
          : Members<S, A, At>
      : `${At} is no object`
    : [S] extends [string]
      ? [A] extends [string]
        ? never
        : `${At} is no text`
      : [S] extends [A]
        ? never
        : `${At} is of another type`

type Members<S, A, At extends string> =
  | `${At}.${Exclude<keyof A, keyof S> & string} is missing in the client`
  | `${At}.${Exclude<keyof S, keyof A> & string} is not known to the server`
  | { [K in keyof S & keyof A & string]-?: Differ<S[K], A[K], `${At}.${K}`> | Absent<S, A, K, At> }[keyof S &
      keyof A &
      string]

/** What the server may leave out must be optional in the client. */
type Absent<S, A, K extends keyof S & keyof A & string, At extends string> = undefined extends A[K]
  ? undefined extends S[K]
    ? never
    : `${At}.${K} may be absent`
  : never

/** One line for each type: an error here says what differs. */
type Same<Difference extends never> = Difference

export type Answers = [
  Same<Differ<sdk.AbleUsers, Server['WhoAnswer'], 'AbleUsers'>>,
  Same<Differ<sdk.AccessHealth, Server['Health'], 'AccessHealth'>>,
  Same<Differ<sdk.ApprovalSummary, Server['ApprovalSummary'], 'ApprovalSummary'>>,
  Same<Differ<sdk.ArchivedThing, Server['Archived'], 'ArchivedThing'>>,
  Same<Differ<sdk.AuditPage, Server['AuditPage'], 'AuditPage'>>,
  Same<Differ<sdk.Invitation, Server['Invitation'], 'Invitation'>>,
  Same<Differ<sdk.Invited, Server['Invited'], 'Invited'>>,
  Same<Differ<sdk.BulkPreview, Server['BulkPreview'], 'BulkPreview'>>,
  Same<Differ<sdk.ChangedDocument, Server['Changed'], 'ChangedDocument'>>,
  Same<Differ<sdk.Comment, Server['Comment'], 'Comment'>>,
  Same<Differ<sdk.Delivery, Server['WebhookEntry'], 'Delivery'>>,
  Same<Differ<sdk.Dependants, Server['Dependants'], 'Dependants'>>,
  Same<Differ<sdk.Designer, Server['Present'], 'Designer'>>,
  Same<Differ<sdk.DesignReference, Server['Reference'], 'DesignReference'>>,
  Same<Differ<sdk.Duplicate, Server['Duplicate'], 'Duplicate'>>,
  Same<Differ<sdk.DuplicateGroup, Server['DuplicateGroup'], 'DuplicateGroup'>>,
  Same<Differ<sdk.Explanation, Server['ExplainAnswer'], 'Explanation'>>,
  Same<Differ<sdk.ExportPreview, Server['ExporterPreview'], 'ExportPreview'>>,
  Same<Differ<sdk.FileInfo, Server['Uploaded'], 'FileInfo'>>,
  Same<Differ<sdk.FileVersion, Server['FileVersion'], 'FileVersion'>>,
  Same<Differ<sdk.FoundGroup, Server['FoundGroup'], 'FoundGroup'>>,
  Same<Differ<sdk.Guide, Server['Guide'], 'Guide'>>,
  Same<Differ<sdk.GuidePage, Server['GuidePage'], 'GuidePage'>>,
  Same<Differ<sdk.HandedOver, Server['HandedOver'], 'HandedOver'>>,
  Same<Differ<sdk.HistoryEntry, Server['HistoryEntry'], 'HistoryEntry'>>,
  Same<Differ<Omit<sdk.ImportProfile, 'options'>, Omit<Server['Profile'], 'options'>, 'ImportProfile'>>,
  Same<Differ<Partial<sdk.DesignDocument> & sdk.BriefDocument, Server['Listed'], 'BriefDocument'>>,
  Same<Differ<sdk.ImportSummary, Server['ImporterSummary'], 'ImportSummary'>>,
  Same<Differ<Omit<sdk.Inspection, 'profile'>, Omit<Server['Inspection'], 'profile'>, 'Inspection'>>,
  Same<Differ<sdk.Job, Server['Job'], 'Job'>>,
  Same<Differ<sdk.Me, Server['Me'], 'Me'>>,
  Same<Differ<sdk.Merged, Server['Merged'], 'Merged'>>,
  Same<Differ<sdk.OpenedReview, Server['Opened'], 'OpenedReview'>>,
  Same<Differ<sdk.OperationResult, Server['StepResult'], 'OperationResult'>>,
  Same<Differ<sdk.OwnerEntry, Server['OwnerEntry'], 'OwnerEntry'>>,
  Same<Differ<sdk.PlanStep, Server['Step'], 'PlanStep'>>,
  Same<Differ<sdk.PolicyRule, Server['RuleOut'], 'PolicyRule'>>,
  Same<Differ<sdk.ProgressStep, Server['Advanced'], 'ProgressStep'>>,
  Same<Differ<sdk.PublishCondition, Server['StoreCondition'], 'PublishCondition'>>,
  Same<Differ<sdk.RecentSave, Server['Lately'], 'RecentSave'>>,
  Same<Differ<sdk.RecordAccess, Server['May'], 'RecordAccess'>>,
  Same<Differ<sdk.RecordFile, Server['RecordFile'], 'RecordFile'>>,
  Same<Differ<sdk.RequestedPublish, Server['Shown'], 'RequestedPublish'>>,
  Same<Differ<sdk.SearchAnswer, Server['SearchAnswer'], 'SearchAnswer'>>,
  Same<Differ<sdk.Share, Server['Share'], 'Share'>>,
  Same<Differ<sdk.TimelineItem, Server['Item'], 'TimelineItem'>>,
  Same<Differ<sdk.Unmerged, Server['Unmerged'], 'Unmerged'>>,
  Same<Differ<sdk.Uploading, Server['Progress'], 'Uploading'>>,
  Same<Differ<sdk.UserAccess, Server['WhatAnswer'], 'UserAccess'>>,
  Same<Differ<sdk.WhatIf, Server['WhatifAnswer'], 'WhatIf'>>,
]

export type Requests = [
  Same<Differ<Omit<sdk.ImportOrder, never> & { dry?: boolean }, Server['Order'], 'ImportOrder'>>,
  Same<Differ<sdk.ShareTo, Server['ShareTo'], 'ShareTo'>>,
  Same<Differ<sdk.TableSheet, Server['TableSheet'], 'TableSheet'>>,
]
