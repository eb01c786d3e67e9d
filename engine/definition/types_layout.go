package definition

// Form says how one record is laid out. Of the forms of an entity a user gets
// the first, by Order, then by Name, that is for one of his roles and whose When
// holds.
type Form struct {
	Name     string        `json:"name"` // "customer.default"
	Entity   string        `json:"entity"`
	Title    Text          `json:"title,omitempty"`
	Order    int           `json:"order,omitempty"`
	Roles    []string      `json:"roles,omitempty"` // whom it is for; none for everybody
	When     string        `json:"when,omitempty"`  // Expr: the records for which it is used; "" for all
	Sections []FormSection `json:"sections"`
	Stage    string        `json:"stage,omitempty"` // choice field drawn as the path at the head
	Actions  []FormAction  `json:"actions,omitempty"`
}

// FormAction is a button at the head of a record: it begins a record that leads
// here.
type FormAction struct {
	ID     string `json:"x-id,omitempty"` // tells it apart where two change the form at once
	Create string `json:"create"`         // "entity.field": the field by which the new record leads here
	Title  Text   `json:"title,omitempty"`
	Icon   string `json:"icon,omitempty"`
}

// FormSection is a titled part of a form: a group of fields in Columns columns
// (1 to 3), a text, or a list of the records that lead here.
type FormSection struct {
	ID        string   `json:"x-id,omitempty"` // tells it apart where two change the form at once
	Title     Text     `json:"title,omitempty"`
	Tab       Text     `json:"tab,omitempty"` // sections that follow each other with the same one share a tab
	Columns   int      `json:"columns,omitempty"`
	Collapsed bool     `json:"collapsed,omitempty"` // it begins closed
	Fields    []string `json:"fields,omitempty"`
	Text      Text     `json:"text,omitempty"`    // Markdown
	Related   string   `json:"related,omitempty"` // "entity.field": the field by which records lead here
	Visible   string   `json:"visible,omitempty"` // Expr: where it is drawn; "" for everywhere
}

// ViewKind is how a list draws its records.
type ViewKind string

// The kinds of views; each names the members that it needs.
const (
	ViewTable    ViewKind = "table"    // Group may be given
	ViewKanban   ViewKind = "kanban"   // Group
	ViewCalendar ViewKind = "calendar" // Start, and End
	ViewTree     ViewKind = "tree"     // Parent
	ViewGallery  ViewKind = "gallery"  // Cover
)

// View is a saved list.
type View struct {
	Name    string       `json:"name"` // "customer.mine"
	Entity  string       `json:"entity"`
	Title   Text         `json:"title"`
	Icon    string       `json:"icon,omitempty"`
	Order   int          `json:"order,omitempty"`
	Kind    ViewKind     `json:"kind,omitempty"` // "" is ViewTable
	Columns []ViewColumn `json:"columns"`
	Filter  string       `json:"filter,omitempty"` // Expr
	Sort    []string     `json:"sort,omitempty"`   // "-created_at"
	Group   string       `json:"group,omitempty"`  // field whose values are the groups of a table, or the columns of a board
	Start   string       `json:"start,omitempty"`  // of a calendar: field with the day or moment, or with the first one
	End     string       `json:"end,omitempty"`    // of a calendar: field with the last one
	Parent  string       `json:"parent,omitempty"` // of a tree: relation to the record above
	Cover   string       `json:"cover,omitempty"`  // of a gallery: field with the picture
	// Colors colour records: of the rules whose condition holds the first counts.
	Colors []ColorRule `json:"colors,omitempty"`
	// DefaultFor are roles: who has one of them begins with this view.
	DefaultFor []string `json:"default_for,omitempty"`
}

// KindOrTable is the view's kind, ViewTable when none is given.
func (v *View) KindOrTable() ViewKind {
	if v.Kind == "" {
		return ViewTable
	}
	return v.Kind
}

// ColorRule colours the records for which When, an Expr, is true. Color is one
// of those of options.
type ColorRule struct {
	When  string `json:"when"`
	Color string `json:"color"`
}

// ViewColumn is one column of a list; Width is in CSS pixels, 0 for the
// type's own. A Pinned one stays when the list is scrolled sideways. Aggregate
// is what the list's footer says of all its records: sum, avg, min, max, median,
// count, count_distinct; "" for nothing.
type ViewColumn struct {
	Field     string `json:"field"`
	Width     int    `json:"width,omitempty"`
	Pinned    bool   `json:"pinned,omitempty"`
	Aggregate string `json:"aggregate,omitempty"`
}
