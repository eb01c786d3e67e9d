package check

import (
	"encoding/json"
	"time"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/query/filter"
	"github.com/mortise-crm/mortise/engine/validation"
)

// Asked are conditions about the records of one entity of a draft.
type Asked struct {
	Entity     string
	Conditions []string
	// UserID is who user.id stands for.
	UserID string
	Now    time.Time
	Zone   *time.Location // nil is UTC
}

// Condition is one of them as it was read: its tree, or what is wrong with it.
// There is no tree for one with a part that only the server knows, which more
// of the user than his id is.
type Condition struct {
	Source   string          `json:"source"`
	Tree     json.RawMessage `json:"tree,omitempty"`
	Problems problem.List    `json:"problems,omitempty"`
}

// Conditions reads conditions by a draft as it is drawn, whatever else is wrong
// with that; an entity that it lacks knows no field.
func Conditions(docs []definition.Document, asked Asked) []Condition {
	set, _ := definition.ParseSet(docs)
	c := &checker{set: set, named: map[definition.Key]bool{}, problems: map[definition.Key]problem.List{}}
	c.computed()
	out := make([]Condition, len(asked.Conditions))
	for i, src := range asked.Conditions {
		out[i].Source = src
		k, wrong := validation.One(c.schema, asked.Entity, src, at("/conditions", i))
		out[i].Problems = wrong
		if k == nil || !asked.tells(k.P) {
			continue
		}
		if tree, ok := validation.Tree(k.P, asked.param); ok {
			out[i].Tree = tree
		}
	}
	return out
}

// tells whether all parameters of a condition are known here.
func (a Asked) tells(p query.Predicate) bool {
	for _, x := range query.Params(query.Expand(p)) {
		if x.Name != "now" && a.param(x.Name) == nil {
			return false
		}
	}
	return true
}

// param gives the value of a parameter.
func (a Asked) param(name string) any {
	switch name {
	case "now":
		return a.Now
	case "user.id":
		return a.UserID
	}
	if day, ok := filter.Day(name, a.Now, a.Zone); ok {
		return day
	}
	return nil
}
