package record

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/extension"
	"github.com/mortise-crm/mortise/engine/pool"
	"github.com/mortise-crm/mortise/engine/problem"
)

// Description is what one caller may know of the definitions, in his language.
type Description struct {
	Revision int64               `json:"revision"`
	Entities []EntityDescription `json:"entities"`
	// Menus are the navigation designed for the caller, the one that he begins
	// with first; they are told when no entity is named.
	Menus []MenuDescription `json:"menus,omitempty"`
}

// EntityDescription describes one entity as far as the caller may read it.
type EntityDescription struct {
	Name    string `json:"name"`
	Title   string `json:"title"`
	Plural  string `json:"plural"`
	Icon    string `json:"icon"`
	Color   string `json:"color"`
	Label   string `json:"label"`
	Owner   string `json:"owner"`
	Team    string `json:"team"`
	Package string `json:"package"`
	Menu    bool   `json:"menu"` // whether it stands in menus by itself
	// Parent is the relation to the record that one of this entity belongs to.
	Parent string `json:"parent,omitempty"`
	// Brief says that only the members before it are given, of all that the
	// caller may do only that he may read: a request that names the entity gets
	// the rest.
	Brief   bool                `json:"brief,omitempty"`
	Actions []string            `json:"actions"`
	Do      []ActionDescription `json:"do,omitempty"` // of extensions, among Actions as do_<name>
	Fields  []FieldDescription  `json:"fields"`
	Pools   []PoolDescription   `json:"pools"`
	Views   []ViewDescription   `json:"views"`
	Forms   []FormDescription   `json:"forms"`
	Rules   []RuleDescription   `json:"rules,omitempty"`
	Keys    []KeyDescription    `json:"keys,omitempty"`
	// Duplicates are the fields by which duplicates are found: a change of one of
	// them may make a record one.
	Duplicates []string `json:"duplicates,omitempty"`
	// DuplicateRules are those by which the caller can list duplicates.
	DuplicateRules []DuplicateRuleDescription `json:"duplicate_rules,omitempty"`
}

// DuplicateRuleDescription is one of the entity's rules of what is the same.
type DuplicateRuleDescription struct {
	Rule   int      `json:"rule"` // index in x-duplicates, as DuplicatesRequest has it
	Fields []string `json:"fields"`
}

// PoolDescription describes a pool to those who are in it. Reason tells that a
// release needs one; 0 is no limit.
type PoolDescription struct {
	Name   string `json:"name"`
	Title  string `json:"title"`
	Reason bool   `json:"reason"`
	PerDay int    `json:"perDay"`
	Holds  int    `json:"holds"`
}

// FieldDescription describes one field. ReadOnly is true when no grant of the
// caller lets him write it; Masked when he sees it in part on some record.
type FieldDescription struct {
	Name       string              `json:"name"`
	Type       string              `json:"type"`
	Title      string              `json:"title"`
	Help       string              `json:"help,omitempty"`
	Required   bool                `json:"required"`
	ReadOnly   bool                `json:"readOnly"`
	Masked     bool                `json:"masked"`
	System     bool                `json:"system"`
	Sortable   bool                `json:"sortable"`
	Filterable bool                `json:"filterable"`
	MaxLength  int                 `json:"maxLength,omitempty"`
	MinLength  int                 `json:"minLength,omitempty"`
	Minimum    *string             `json:"minimum,omitempty"`
	Maximum    *string             `json:"maximum,omitempty"`
	Scale      int                 `json:"scale,omitempty"`
	Currency   string              `json:"currency,omitempty"`
	Region     string              `json:"region,omitempty"`
	Entity     string              `json:"entity,omitempty"`
	Entities   []string            `json:"entities,omitempty"`   // of a reference, those that the caller reads
	JSONSchema json.RawMessage     `json:"jsonSchema,omitempty"` // that JSON values fit
	Operators  []string            `json:"operators"`            // of filters
	Parent     string              `json:"parent,omitempty"`     // of a table: the field of its rows that leads here
	Order      string              `json:"order,omitempty"`      // of a table: the field of its rows that holds their place
	Accept     []string            `json:"accept,omitempty"`     // media types of files, such as image/*
	MaxSize    int64               `json:"maxSize,omitempty"`    // bytes of one file
	MaxItems   int                 `json:"maxItems,omitempty"`   // of files, relations to many and tables
	Default    json.RawMessage     `json:"default,omitempty"`
	Options    []OptionDescription `json:"options,omitempty"`
	// Computed says that the value is made of others, and how: formula, lookup
	// or rollup. Type is then that of the value.
	Computed string `json:"computed,omitempty"`
	// Base is the type of the product as which a field of an extension's type can
	// be drawn, and Settings what its definition tells that type (x-options).
	Base     string          `json:"base,omitempty"`
	Settings json.RawMessage `json:"settings,omitempty"`
	// Where the field is required, keeps its value, and counts at all.
	RequiredIf *ConditionDescription `json:"requiredIf,omitempty"`
	ReadOnlyIf *ConditionDescription `json:"readOnlyIf,omitempty"`
	VisibleIf  *ConditionDescription `json:"visibleIf,omitempty"`
	// Defaulted: a new record is given a value; Autofill: a change of one of these
	// fields brings a value along. Which, a dry run tells.
	Defaulted bool     `json:"defaulted,omitempty"`
	Autofill  []string `json:"autofill,omitempty"`
}

// OptionDescription describes one value of a choice.
type OptionDescription struct {
	Value    string `json:"value"`
	Title    string `json:"title"`
	Color    string `json:"color,omitempty"`
	Archived bool   `json:"archived,omitempty"`
}

// allActions are the actions that a description may list.
var allActions = []string{
	"create", "read", "update", "archive", "restore", "purge", "import", "template", "export", "print", "report", "history", "comment",
	"share", "transfer", "assign", "claim", "release", "merge", "bulk_edit", "bulk_archive",
}

// Describe gives what the caller may know, of the entities that are named or of
// all. It always looks at the newest revision.
func (s *Service) Describe(ctx context.Context, c *Caller, only ...string) (d Description, err error) {
	err = s.current(ctx, c, func(c *Caller) (int64, error) {
		d = Description{Revision: c.State.Snapshot.Revision, Entities: []EntityDescription{}}
		describe, entities := s.describeEntity, c.State.Snapshot.Entities(only...)
		if len(entities) > MaxWhole {
			describe = s.describeBriefly
		}
		for _, e := range entities {
			one, err := describe(ctx, c, e.Name())
			if problem.Is(err, problem.NotFound) || e.Usable() != nil {
				continue
			}
			if err != nil {
				return c.State.Epoch, err
			}
			d.Entities = append(d.Entities, one)
		}
		if len(only) == 0 {
			if d.Menus, err = s.menus(ctx, c); err != nil {
				return c.State.Epoch, err
			}
		}
		epoch, _, err := s.db.State(ctx, c.Workspace.Name)
		return epoch, err
	})
	return d, err
}

func (s *Service) describeEntity(ctx context.Context, c *Caller, name string) (EntityDescription, error) {
	r, err := s.read(ctx, c, name)
	if err != nil {
		return EntityDescription{}, err
	}
	def := r.entity.Definition
	d := headOf(def, c.Language)
	writable := map[string]bool{}
	for _, action := range s.actionsOf(name, allActions) {
		p, err := plan(ctx, c, r.entity, action)
		if err != nil {
			return d, err
		}
		if len(p.Grants)+len(p.Results) == 0 {
			continue
		}
		d.Actions = append(d.Actions, action)
		if action == "create" || action == "update" {
			for f := range p.Writable {
				writable[f] = writable[f] || action == "create" || f != def.Owner && f != def.Team
			}
		}
		if action == "transfer" {
			writable[def.Owner], writable[def.Team] = true, true
		}
	}
	for _, a := range s.Hooks.Actions(name) {
		if slices.Contains(d.Actions, extension.Granted(a.Name)) {
			d.Do = append(d.Do, ActionDescription{Name: a.Name, Title: definition.Text(a.Title).In(c.Language)})
		}
	}
	for _, f := range def.Fields {
		if _, ok := r.table(f.Name); ok {
			d.Fields = append(d.Fields, describeTable(c, f, !writable[f.Name]))
			continue
		}
		if cell, ok := r.cells[f.Name]; ok {
			fd := describeField(f, c.Language, !writable[f.Name])
			fd.Masked = cell.Masked != nil
			if fd.Entities, err = s.readableOf(ctx, c, c.referredBy(f)); err != nil {
				return d, err
			}
			if _, ok := r.findable(f.Name); !ok {
				fd.Sortable, fd.Filterable = false, false
			}
			d.Fields = append(d.Fields, fd)
		}
	}
	t := &teller{ctx, s, c, r}
	d.Views = t.views()
	d.Forms = t.forms()
	d.Pools = describePools(c, name)
	d.Label, d.Owner, d.Team = r.known(d.Label), r.known(d.Owner), r.known(d.Team)
	d.Duplicates = r.duplicateFields()
	d.DuplicateRules = r.duplicateRules()
	t.rules(&d)
	return d, nil
}

// describePools gives the pools that the caller is a member or an administrator
// of.
func describePools(c *Caller, entity string) []PoolDescription {
	pools := []PoolDescription{}
	for _, p := range c.State.Snapshot.Set.Pools {
		if p.Entity == entity && pool.Admits(p, c.Principal.Roles) {
			pools = append(pools, PoolDescription{Name: p.Name, Title: p.Title.In(c.Language), Reason: p.Reason, PerDay: p.Claim.PerDay, Holds: p.Claim.Holds})
		}
	}
	return pools
}

// duplicateFields names what duplicates are found by, of a rule that the caller
// knows all fields of.
func (r *reader) duplicateFields() (names []string) {
	for _, rule := range r.entity.Definition.Duplicates {
		if slices.ContainsFunc(rule.Match, func(name string) bool { return !r.shows(name) }) {
			continue
		}
		for _, name := range rule.Match {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// duplicateRules are the rules by all of whose fields the caller finds records;
// by the others he is shown no duplicates.
func (r *reader) duplicateRules() (rules []DuplicateRuleDescription) {
	for i := range r.entity.Definition.Duplicates {
		if _, row, ok := r.ruled(i); ok && row != nil {
			rules = append(rules, DuplicateRuleDescription{Rule: i, Fields: r.entity.Definition.Duplicates[i].Match})
		}
	}
	return rules
}

// known gives a field's name if the caller may know of the field, else "".
func (r *reader) known(name string) string {
	if !r.shows(name) {
		return ""
	}
	return name
}
