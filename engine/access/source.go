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
}

// Grant is the static part of a grant: what its id stands for besides its
// condition. Read and Write hold the fields it includes, system fields too.
type Grant struct {
	ID      string          `json:"id"`
	Role    string          `json:"role"`
	Actions []string        `json:"actions"`
	Read    map[string]bool `json:"read"`
	Write   map[string]bool `json:"write"`
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
