/** One value of a choice field. */
export interface Option {
  value: string
  title: string
  color?: string
  /** Still shown where it stands, no longer offered. */
  archived?: boolean
}

/** A value in the tree of a condition; docs/rules.md says what each form means. */
export interface ConditionValue {
  is: string
  type?: string
  list?: boolean
  [part: string]: unknown
}

/** A designer's condition, and its tree when a client can evaluate it. */
export interface Condition {
  source: string
  tree?: ConditionValue
}

/** A field as the caller may know it; titles are in the caller's language. */
export interface Field {
  name: string
  type: string
  title: string
  help?: string
  required?: boolean
  readOnly?: boolean
  /** Some records show this field in part only. */
  masked?: boolean
  maxLength?: number
  minLength?: number
  minimum?: number | string
  maximum?: number | string
  scale?: number
  currency?: string
  region?: string
  options?: Option[]
  /** Target of a relation, of each of many, or what the rows of a table are. */
  entity?: string
  /** The entities whose records a reference may name. */
  entities?: string[]
  /** How the value is computed (formula, lookup, rollup); its type is that as which it is shown. */
  computed?: string
  /** The product's type as which a field of an extension's type can be drawn. */
  base?: string
  /** Of a table: the field of its rows that leads here. */
  parent?: string
  /** Of a table: the field of its rows that holds their place. */
  order?: string
  /** Media types of files, such as image/*; none for all. */
  accept?: string[]
  /** Most bytes of one file. */
  maxSize?: number
  /** Most files, links or rows. */
  maxItems?: number
  requiredIf?: Condition
  readOnlyIf?: Condition
  visibleIf?: Condition
  /** A new record is given a value by the server. */
  defaulted?: boolean
  /** A change of one of these fields brings a value along. */
  autofill?: string[]
  default?: unknown
  sortable?: boolean
  filterable?: boolean
  /** How values are compared in filters: eq, in, gte … */
  operators?: string[]
  /** One of the fields every entity has. */
  system?: boolean
}

/** What a list's footer says of a column. */
export type ColumnAggregate = 'sum' | 'avg' | 'min' | 'max' | 'median' | 'count' | 'count_distinct'

/** A column of a saved list; width is in CSS pixels. */
export interface ViewColumn {
  field: string
  width?: number
  /** Stays when the list is scrolled sideways. */
  pinned?: boolean
  aggregate?: ColumnAggregate
}

/** How a list draws its records. */
export type ViewKind = 'table' | 'kanban' | 'calendar' | 'tree' | 'gallery'

/** Colours the records that meet a condition; of several the first counts. */
export interface ColorRule {
  when: Condition
  color: string
}

/** A saved list. */
export interface View {
  name: string
  title: string
  icon?: string
  /** A table when not given. */
  kind?: ViewKind
  columns: ViewColumn[]
  filter?: string
  sort?: string[]
  /** The field whose values are the groups of a table, or the columns of a board. */
  group?: string
  /** Of a calendar: the field with the day or moment, or with the first one. */
  start?: string
  /** Of a calendar: the field with the last one. */
  end?: string
  /** Of a tree: the relation that leads to the record above. */
  parent?: string
  /** Of a gallery: the field with the picture. */
  cover?: string
  colors?: ColorRule[]
  /** The one that the caller begins with. */
  default?: boolean
}

/** A titled part of a form: exactly one of fields, a text and a list of related records. */
export interface FormSection {
  title?: string
  /** The tab that it is drawn in; sections that follow each other with the same one share it. */
  tab?: string
  /** Of fields: 1 to 3. */
  columns?: number
  /** It begins closed, with only its title shown. */
  collapsed?: boolean
  fields?: string[]
  /** In Markdown. */
  text?: string
  /** entity.field: the records that lead here by that field are listed. */
  related?: string
  /** Where it is drawn; everywhere when not given. */
  visible?: Condition
}

/** How one record is laid out. */
export interface Form {
  name: string
  title?: string
  sections: FormSection[]
  /** The choice field that is drawn as the path at the head. */
  stage?: string
  /** The records for which it is used; all when not given. */
  when?: Condition
  actions?: FormAction[]
}

/** A button at the head of a record that begins one of an entity, which leads there by a field. */
export interface FormAction {
  /** What it says; that of a new record when not given. */
  title?: string
  icon?: string
  entity: string
  field: string
}

/** What a principal may do with the records of an entity. */
export type Action =
  | 'create'
  | 'read'
  | 'update'
  | 'archive'
  | 'restore'
  | 'purge'
  | 'import'
  | 'template'
  | 'export'
  | 'print'
  | 'report'
  | 'history'
  | 'comment'
  | 'share'
  | 'transfer'
  | 'assign'
  | 'claim'
  | 'release'
  | 'merge'
  | 'bulk_edit'
  | 'bulk_archive'

/** A pool to those who are in it; 0 is no limit. */
export interface Pool {
  name: string
  title: string
  /** Whether a release needs a reason. */
  reason: boolean
  perDay: number
  holds: number
}

/** An entity as the caller may know it. */
export interface Entity {
  name: string
  title: string
  plural?: string
  icon?: string
  color?: string
  /** The field that names a record. */
  label: string
  owner?: string
  /** The field of the team that owns a record instead of a user. */
  team?: string
  /** The pools that the caller is in. */
  pools?: Pool[]
  package?: string
  /** The relation to the record that one of this entity belongs to. */
  parent?: string
  /** False for one that does not stand in menus by itself. */
  menu?: boolean
  /** Fields, views and most actions are not given: they come when the entity is named. */
  brief?: boolean
  actions: Action[]
  fields: Field[]
  views?: View[]
  /** Those that are for the caller: of several, the first is used whose condition holds, or that has none. */
  forms?: Form[]
  /** The fields by which duplicates are found. */
  duplicates?: string[]
  /** The rules by which duplicates can be listed: which of the entity's rules, from 0, and its fields. */
  duplicate_rules?: { rule: number; fields: string[] }[]
}

/** Everything the caller may know of the definitions of one revision. */
export interface Description {
  revision: number
  entities: Entity[]
  /** The navigation designed for the caller, the one to begin with first; given when no entity is named. */
  menus?: Menu[]
}

/** A designed navigation: what of it leads somewhere for the caller. */
export interface Menu {
  name: string
  title: string
  items: MenuItem[]
}

/** A link to an entity, to a view of it or to an address; or a group of links, which has items. */
export interface MenuItem {
  id: string
  title: string
  /** Of lucide; that of the entity when not given. */
  icon?: string
  entity?: string
  view?: string
  /** http, https, or a path of this server, which begins with "/". */
  url?: string
  items?: MenuItem[]
}
