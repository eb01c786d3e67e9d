package definition

import (
	"bytes"
	"cmp"
	"encoding/json"
	"regexp"
	"slices"

	"github.com/mortise-crm/mortise/engine/problem"
)

// entityDocument is the part of an entity document that mirrors Go.
type entityDocument struct {
	Name     string   `json:"name"`
	Title    Text     `json:"title"`
	Plural   Text     `json:"x-plural"`
	ID       string   `json:"x-id"`
	Icon     string   `json:"x-icon"`
	Color    string   `json:"x-color"`
	Label    string   `json:"x-label"`
	Owner    string   `json:"x-owner"`
	Team     string   `json:"x-team"`
	Parent   string   `json:"x-parent"`
	Tree     string   `json:"x-tree"`
	Access   string   `json:"x-access"`
	Grade    Grade    `json:"x-grade"`
	Menu     *bool    `json:"x-menu"`
	Package  string   `json:"x-package"`
	Required []string `json:"required"`
	Unique   []Unique `json:"x-unique"`
	Indexes  []Index  `json:"x-indexes"`
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
	OneOf      []struct {
		Const    string `json:"const"`
		Title    Text   `json:"title"`
		Color    string `json:"x-color"`
		Archived bool   `json:"x-archived"`
	} `json:"oneOf"`
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
		OnDelete: doc.OnDelete, Grade: doc.Grade, SetOnce: doc.SetOnce, Column: "f_" + doc.ID,
	}
	for _, o := range doc.OneOf {
		f.Options = append(f.Options, Option{Value: o.Const, Title: o.Title, Color: o.Color, Archived: o.Archived})
	}
	f.complete(doc.Scale)
	return f, f.check()
}

// complete fills in what a field type implies.
func (f *Field) complete(scale *int) {
	switch {
	case scale != nil:
		f.Scale = *scale
	case f.Type == "money":
		f.Scale = 2
	case f.Type == "number" || f.Type == "percent":
		f.Scale = ScaleAny
	}
	switch f.Type {
	case "user":
		f.Entity = entityUser
	case "autonumber":
		f.ReadOnly = true
	}
	if f.Entity != "" && f.OnDelete == "" {
		f.OnDelete = "restrict"
	}
}

// check reports what one field alone can have wrong beyond its JSON Schema.
func (f *Field) check() problem.List {
	at := "/properties/" + f.Name
	l := checkOptions(at+"/oneOf", "const", f.Options)
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
