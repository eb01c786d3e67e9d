package tryout

import (
	"context"
	"encoding/json"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/mortise-crm/mortise/builder/draft"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/expression"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/record"
)

// patience is how long one trial may take.
const patience = 10 * time.Second

// The uses of an expression.
const (
	Formula   = "formula"
	Condition = "condition"
	Default   = "default"
	Filter    = "filter"
)

// Request says what is tried.
type Request struct {
	Entity     string `json:"entity"`
	Expression string `json:"expression"`
	Use        string `json:"use"`
	// Type is the type as which the value is shown or kept; "" for that of its
	// kind.
	Type string `json:"type"`
	// Field is the field that the expression is of, where there is one.
	Field string `json:"field"`
	// Document is the entity as it is being edited, where it is not saved yet.
	Document json.RawMessage `json:"document"`
	// Record is the id of a record; "" for the newest that the caller may read.
	Record string `json:"record"`
	// Values stand instead of those of the record.
	Values map[string]json.RawMessage `json:"values"`
}

// Problem is what is wrong, and which characters it is about.
type Problem struct {
	Code    string         `json:"code"`
	Message string         `json:"message"`
	Params  map[string]any `json:"params,omitempty"`
	From    int            `json:"from"`
	To      int            `json:"to"`
}

// Record is a record that an expression was tried on.
type Record struct {
	ID    string `json:"id"`
	Label string `json:"label"`
}

// Answer is what came of a trial. Value is nil when there was none to be had,
// and points to nil where it is empty.
type Answer struct {
	Problems []Problem `json:"problems"`
	Type     string    `json:"type,omitempty"`
	Value    *any      `json:"value,omitempty"`
	Record   *Record   `json:"record,omitempty"`
	Reads    []string  `json:"reads"`
	// Limited tells that the value is made of more records than a trial reads.
	Limited bool `json:"limited,omitempty"`
}

// Service tries expressions.
type Service struct {
	drafts  *draft.Drafts
	records *record.Service
}

// New makes a Service.
func New(drafts *draft.Drafts, records *record.Service) *Service { return &Service{drafts, records} }

// Evaluate tries an expression over the draft of an owner, as the caller.
func (s *Service) Evaluate(ctx context.Context, c *record.Caller, owner string, r Request) (*Answer, error) {
	if !slices.Contains([]string{Formula, Condition, Default, Filter}, r.Use) {
		return nil, problem.InvalidAt("/use", "not_an_option", map[string]any{"options": "formula, condition, default, filter"})
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	view, err := s.drafts.Get(ctx, c.Workspace.Name, owner)
	if err != nil {
		return nil, err
	}
	set, err := setOf(view, r)
	if err != nil {
		return nil, err
	}
	made, wrong := compile(set, r, c)
	a := &Answer{Problems: problems(wrong, r.Expression, c.Language), Reads: []string{}}
	if len(wrong) > 0 {
		return a, nil
	}
	a.Type, a.Reads = made.kind, made.reads()
	w := newWorld(ctx, s.records, c, set, made)
	on, err := w.record(r)
	if err != nil {
		return nil, err
	}
	if on == nil {
		return a, nil
	}
	value := made.value(on, c.Parameter)
	if w.err != nil {
		return nil, w.err
	}
	if a.Limited = w.large; w.large {
		return a, nil
	}
	value = fieldtype.JSONValue(value)
	a.Value = &value
	if on.id != "" {
		a.Record, err = w.named(on)
	}
	return a, err
}

// problems puts what is wrong into words and places.
func problems(list problem.List, src, language string) []Problem {
	out := make([]Problem, 0, len(list))
	for _, d := range list {
		p := Problem{Code: d.Code, Params: map[string]any{}, To: utf8.RuneCountInString(src)}
		for name, v := range d.Params {
			if name != "line" && name != "column" {
				p.Params[name] = v
			}
		}
		line, placed := d.Params["line"].(int)
		column, _ := d.Params["column"].(int)
		if placed && len(src) <= expression.MaxSource {
			name, _ := d.Params["name"].(string)
			p.From, p.To = expression.Extent(src, line, column, name)
		}
		p.Message = problem.Message(language, p.Code, p.Params)
		out = append(out, p)
	}
	return out
}

// compiled is an expression that is right.
type compiled struct {
	entity    *definition.Entity
	condition query.Predicate // nil where it has a value
	operand   query.Operand
	kind      string // type of its value
}

// value is that of a record.
func (m *compiled) value(on query.Record, params func(name string) any) any {
	if m.condition != nil {
		return query.Eval(m.condition, on, params)
	}
	return query.Evaluate(m.operand, on, params)
}

// part is all of it as a condition that reads what it reads.
func (m *compiled) part() query.Predicate {
	if m.condition != nil {
		return m.condition
	}
	return query.Present{X: m.operand}
}

// reads names the fields of the record itself that it is made of.
func (m *compiled) reads() []string {
	names := []string{}
	for _, f := range query.Fields(m.part()) {
		if f.Var == 0 && f.Entity == m.entity.Name && !slices.Contains(names, f.Name) {
			names = append(names, f.Name)
		}
	}
	return names
}
