package access

import "github.com/mortise-crm/mortise/engine/query"

// Source is what the access to one entity is compiled from.
type Source struct {
	Entity string
	Schema query.Schema
	// Modules are Rego files by name: of package generated.<entity>,
	// app.<package>.<entity> or custom.<name>. The composition is added by
	// Compile.
	Modules map[string]string
	Grants  []Grant
	Masks   []Mask
	// Obligations are the static parts of the obligations' ids.
	Obligations []Obligation
}

// Obligation is the static part of an obligation: what has to happen besides.
type Obligation struct {
	ID    string `json:"id"`
	Needs string `json:"needs"`
	By    string `json:"by,omitempty"`
}

// Grant is the static part of a grant: what its id stands for besides its
// condition. Read and Write hold the fields it includes, system fields too.
type Grant struct {
	ID      string          `json:"id"`
	Role    string          `json:"role"`
	Actions []string        `json:"actions"`
	Read    map[string]bool `json:"read"`
	Write   map[string]bool `json:"write"`
	Find    map[string]bool `json:"find,omitempty"` // nil: all of Read
	Once    []string        `json:"once,omitempty"`
}

// Mask is the static part of a mask.
type Mask struct {
	ID     string   `json:"id"`
	Fields []string `json:"fields"`
	Show   string   `json:"show"`
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
