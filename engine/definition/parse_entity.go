package definition

import (
	"bytes"
	"cmp"
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/mortise-crm/mortise/engine/problem"
)

// entityDocument is the part of an entity document that mirrors Go.
type entityDocument struct {
	Name        string       `json:"name"`
	Title       Text         `json:"title"`
	Plural      Text         `json:"x-plural"`
	ID          string       `json:"x-id"`
	Icon        string       `json:"x-icon"`
	Color       string       `json:"x-color"`
	Label       string       `json:"x-label"`
	Owner       string       `json:"x-owner"`
	Team        string       `json:"x-team"`
	Parent      string       `json:"x-parent"`
	Tree        string       `json:"x-tree"`
	Access      string       `json:"x-access"`
	Grade       Grade        `json:"x-grade"`
	Menu        *bool        `json:"x-menu"`
	Package     string       `json:"x-package"`
	Required    []string     `json:"required"`
	Unique      []Unique     `json:"x-unique"`
	Duplicates  []Duplicates `json:"x-duplicates"`
	Indexes     []Index      `json:"x-indexes"`
	Reminders   []Reminder   `json:"x-reminders"`
	Order       string       `json:"x-order"`
	Former      []string     `json:"x-former"`
	Validations []Validation `json:"x-validations"`
}

// ScaleAny is the Scale of a number that may have any digits after the point.
const ScaleAny = -1

// fieldDocument is one property of an entity document.
type fieldDocument struct {
	Type       string          `json:"x-field"`
	ID         string          `json:"x-id"`
	Title      Text            `json:"title"`
	Help       Text            `json:"description"`
	ReadOnly   bool            `json:"readOnly"`
	Searchable bool            `json:"x-search"`
	Unique     bool            `json:"x-unique"`
	Default    json.RawMessage `json:"default"`
	MinLength  int             `json:"minLength"`
	MaxLength  int             `json:"maxLength"`
	Pattern    string          `json:"pattern"`
	Minimum    *json.Number    `json:"minimum"`
	Maximum    *json.Number    `json:"maximum"`
	Scale      *int            `json:"x-scale"`
	Currency   string          `json:"x-currency"`
	Region     string          `json:"x-region"`
	Choices    string          `json:"x-choices"`
	Entity     string          `json:"x-entity"`
	OnDelete   string          `json:"x-on-delete"`
	Grade      Grade           `json:"x-grade"`
	SetOnce    bool            `json:"x-set-once"`
	Former     []string        `json:"x-former"`
	Generation int             `json:"x-column"`
	Schema     json.RawMessage `json:"x-schema"`
	Entities   []string        `json:"x-entities"`
	Accept     []string        `json:"x-accept"`
	Settings   json.RawMessage `json:"x-options"`
	MaxSize    int64           `json:"x-max-size"`
	MaxItems   int             `json:"maxItems"`
	expressionsDocument
	OneOf []struct {
		ID       string   `json:"x-id"`
		Former   []string `json:"x-former"`
		Const    string   `json:"const"`
		Title    Text     `json:"title"`
		Color    string   `json:"x-color"`
		Archived bool     `json:"x-archived"`
	} `json:"oneOf"`
}

// expressionsDocument is what a field says in Expr.
type expressionsDocument struct {
	DefaultExpr string `json:"x-default"`
	Autofill    string `json:"x-autofill"`
	RequiredIf  string `json:"x-required"`
	ReadOnlyIf  string `json:"x-read-only"`
	VisibleIf   string `json:"x-visible"`
	Expr        string `json:"x-expr"`
	Path        string `json:"x-path"`
	As          string `json:"x-as"`
	Of          string `json:"x-of"`
	Aggregate   string `json:"x-aggregate"`
	Value       string `json:"x-value"`
	Where       string `json:"x-where"`
	Discloses   bool   `json:"x-discloses"`
}

func parseEntity(tree *object) (*Entity, problem.List) {
	var doc entityDocument
	body := tree.bytes()
	if err := json.Unmarshal(body, &doc); err != nil {
		return nil, problem.List{{Code: "invalid_document"}}
	}
	e := &Entity{
		Name: doc.Name, ID: doc.ID, Title: doc.Title, Plural: doc.Plural, Icon: doc.Icon, Color: doc.Color,
		Label: doc.Label, Owner: doc.Owner, Team: doc.Team, Parent: doc.Parent,
		Tree: doc.Tree, Access: cmp.Or(doc.Access, "private"), Grade: cmp.Or(doc.Grade, GradeInternal), Menu: doc.Menu == nil || *doc.Menu, Package: doc.Package, Unique: doc.Unique, Indexes: doc.Indexes, Schema: body,
		Order: doc.Order, Former: doc.Former, Validations: doc.Validations, Duplicates: doc.Duplicates, Reminders: doc.Reminders,
	}
	if len(e.Plural) == 0 {
		e.Plural = e.Title
	}
	var l problem.List
	properties := tree.object("properties")
	for _, name := range properties.names {
		f, problems := parseField(name, properties.values[name])
		l = append(l, problems...)
		if Reserved(name) {
			l.Add("/properties/"+name, "reserved_name", "name", name)
		}
		f.Grade = cmp.Or(f.Grade, e.Grade)
		f.Required = slices.Contains(doc.Required, name)
		e.Fields = append(e.Fields, f)
	}
	l = append(l, checkFieldIDs(e.Fields)...)
	for i, name := range doc.Required {
		if e.Field(name) == nil {
			l.Add(indexPointer("/required", i), "unknown_field", "name", name)
		}
	}
	e.Fields = append(e.Fields, SystemFields()...)
	return e, l
}

func checkFieldIDs(fields []*Field) problem.List {
	var l problem.List
	seen := map[string]bool{}
	for _, f := range fields {
		if seen[f.ID] {
			l.Add("/properties/"+f.Name+"/x-id", "duplicate_id", "id", f.ID)
		}
		seen[f.ID] = true
	}
	return l
}

func parseField(name string, tree any) (*Field, problem.List) {
	var body bytes.Buffer
	encode(&body, tree, "")
	var doc fieldDocument
	if err := json.Unmarshal(body.Bytes(), &doc); err != nil {
		return &Field{Name: name}, problem.List{{Pointer: "/properties/" + name, Code: "invalid_document"}}
	}
	f := &Field{
		Name: name, ID: doc.ID, Type: doc.Type, Title: doc.Title, Help: doc.Help, ReadOnly: doc.ReadOnly,
		Searchable: doc.Searchable, Unique: doc.Unique, Default: doc.Default, MinLength: doc.MinLength,
		MaxLength: doc.MaxLength, Pattern: doc.Pattern, Minimum: (*string)(doc.Minimum), Maximum: (*string)(doc.Maximum),
		Currency: doc.Currency, Region: doc.Region, Choices: doc.Choices, Entity: doc.Entity,
		OnDelete: doc.OnDelete, Grade: doc.Grade, SetOnce: doc.SetOnce, Former: doc.Former, JSONSchema: doc.Schema,
		Entities: doc.Entities, Accept: doc.Accept, Settings: doc.Settings, MaxSize: doc.MaxSize, MaxItems: doc.MaxItems,
		Generation: max(doc.Generation, 1),
	}
	f.Column = ColumnName(f.ID, f.Generation)
	doc.into(f)
	if f.IsComputed() {
		f.ReadOnly = true
	}
	for _, o := range doc.OneOf {
		f.Options = append(f.Options, Option{ID: o.ID, Former: o.Former, Value: o.Const, Title: o.Title, Color: o.Color, Archived: o.Archived})
	}
	f.complete(doc.Scale)
	return f, f.check()
}

// ColumnName is the column of a field by its x-id and x-column.
func ColumnName(id string, generation int) string {
	if generation <= 1 {
		return "f_" + id
	}
	return "f_" + id + "_" + strconv.Itoa(generation)
}

// into gives a field the expressions of its document.
func (d *expressionsDocument) into(f *Field) {
	f.DefaultExpr, f.Autofill, f.RequiredIf, f.ReadOnlyIf, f.VisibleIf = d.DefaultExpr, d.Autofill, d.RequiredIf, d.ReadOnlyIf, d.VisibleIf
	f.Expr, f.Path, f.As = d.Expr, d.Path, d.As
	if d.Of != "" {
		entity, relation, _ := strings.Cut(d.Of, ".")
		f.Rollup = &Rollup{Entity: entity, Relation: relation, Aggregate: d.Aggregate, Value: d.Value, Where: d.Where, Discloses: d.Discloses}
	}
}

// The stars of a rating that does not say how many.
var leastRating, mostRating = "1", "5"

// UsualScale gives the Scale of a field that does not say any.
func (f *Field) UsualScale() int {
	switch {
	case f.Type == "money", f.IsComputed() && f.As == "money":
		return 2
	case f.IsComputed() && f.As == "integer":
		return 0
	case f.Type == "number" || f.Type == "percent" || f.IsComputed():
		return ScaleAny
	}
	return 0
}

// complete fills in what a field type implies.
func (f *Field) complete(scale *int) {
	if f.Scale = f.UsualScale(); scale != nil {
		f.Scale = *scale
	}
	switch f.Type {
	case "user", "users":
		f.Entity = entityUser
	case "rating":
		f.Minimum, f.Maximum = cmp.Or(f.Minimum, &leastRating), cmp.Or(f.Maximum, &mostRating)
	case "department":
		f.Entity = entityDepartment
	case "autonumber":
		f.ReadOnly = true
	}
	if f.Entity != "" && f.OnDelete == "" && !f.Table() {
		f.OnDelete = "restrict"
	}
}

// check reports what one field alone can have wrong beyond its JSON Schema.
func (f *Field) check() problem.List {
	at := "/properties/" + f.Name
	l := checkOptions(at+"/oneOf", "const", f.Options)
	if f.IsComputed() && f.Required {
		l.Add(at, "computed_required", "name", f.Name)
	}
	if len(f.Options) > 0 && f.Choices != "" {
		l.Add(at+"/x-choices", "options_twice")
	}
	if len(f.Options) == 0 && f.Choices == "" && (f.Type == "choice" || f.Type == "choices") {
		l.Add(at+"/oneOf", "required")
	}
	if f.MaxLength > 0 && f.MinLength > f.MaxLength {
		l.Add(at+"/minLength", "maximum", "max", f.MaxLength)
	}
	if f.Type == "text" && f.Pattern != "" {
		if _, err := regexp.Compile(f.Pattern); err != nil {
			l.Add(at+"/pattern", "bad_pattern")
		}
	}
	if f.Type == "autonumber" && !autonumberPattern.MatchString(f.Pattern) {
		l.Add(at+"/pattern", "bad_pattern")
	}
	return l
}

// autonumberPattern wants one counter ({0}, {00000}); dates are optional.
var autonumberPattern = regexp.MustCompile(`^([^{}]|\{(YYYY|YY|MM|DD)\})*\{0{1,12}\}([^{}]|\{(YYYY|YY|MM|DD)\})*$`)
