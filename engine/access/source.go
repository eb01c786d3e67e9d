package access

import (
	"context"

	"github.com/mortise-crm/mortise/engine/query"
)

// Source is what the access to one entity is compiled from.
type Source struct {
	Entity string
	Schema query.Schema
	// Modules are Rego files by name: of package generated.<entity>,
	// app.<package>.<entity> or custom.<name>. The composition is added by
	// Compile.
	Modules     map[string]string
	Grants      []Grant
	Masks       []Mask
	Obligations []Obligation
	// CustomGrants names the files of package custom.<name> that may also
	// give. The others can only take away.
	CustomGrants map[string]bool
	// Related gives the access to another entity of the same revision, of
	// which policies may ask whether its records are readable. Nil means that
	// none may ask.
	Related func(ctx context.Context, entity string) (*Unit, error)
}

// Grant is the static part of a grant: what its id stands for besides its
// condition. Read and Write hold the fields it includes, system fields too.
type Grant struct {
	ID      string          `json:"id"`
	Role    string          `json:"role"`
	Actions []string        `json:"actions"`
	Read    map[string]bool `json:"read"`
	Write   map[string]bool `json:"write"`
	// Find holds the fields of Read that one may filter, sort, group and
	// search by; nil for all of Read.
	Find map[string]bool `json:"find,omitempty"`
	// Once lists fields of Write that may be given a value only while empty.
	Once []string `json:"once,omitempty"`
}

// Mask is the static part of a mask.
type Mask struct {
	ID     string   `json:"id"`
	Fields []string `json:"fields"`
	Show   string   `json:"show"`
}

// Obligation is the static part of an obligation: what must happen besides, and
// the role whose holders may approve, or to whom it is reported.
type Obligation struct {
	ID    string `json:"id"`
	Needs string `json:"needs"` // approval, reason, second_factor, report
	By    string `json:"by,omitempty"`
}

// Quota is a restriction that refuses only from the record on that exceeds it;
// policies do not hold it, whoever does the action counts.
type Quota struct {
	ID       string   `json:"id"`
	Actions  []string `json:"actions"`
	Channels []string `json:"channels,omitempty"` // empty for all
	Except   []string `json:"except,omitempty"`   // roles it does not hold for
	Records  int64    `json:"records"`            // of one user in one day
}

// Actions lists the actions that a grant can give.
func Actions() []string {
	return []string{
		"read", "create", "update", "archive", "restore", "purge", "import", "template", "export", "print", "report",
		"history", "comment", "share", "transfer", "assign", "claim", "release", "merge", "bulk_edit", "bulk_archive",
	}
}

// Channels lists the ways a request can come in.
func Channels() []string { return []string{"web", "api", "import", "job"} }
