package apppackage

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"

	"github.com/mortise-crm/mortise/builder/merge"
	"github.com/mortise-crm/mortise/builder/warrant"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
)

// Conflict is one place that the package and the workspace changed, each in
// its own way, since the package was installed.
type Conflict struct {
	Document definition.Key `json:"document"`
	// Pointer is a JSON pointer into the document; "" for all of it.
	Pointer string `json:"pointer"`
	// Base is what the package brought before, Mine what the workspace has and
	// Theirs what the package brings now. One that is missing is not there.
	Base   json.RawMessage `json:"base,omitempty"`
	Mine   json.RawMessage `json:"mine,omitempty"`
	Theirs json.RawMessage `json:"theirs,omitempty"`
}

// Sides of a Choice.
const (
	Mine   = "mine"
	Theirs = "theirs"
)

// Choice solves a Conflict.
type Choice struct {
	Document definition.Key `json:"document"`
	Pointer  string         `json:"pointer"`
	Take     string         `json:"take"` // Mine or Theirs
}

// Merged is what becomes of a workspace's documents.
type Merged struct {
	// Documents is the whole set that is wanted.
	Documents []definition.Document
	// Changes are the documents that differ from the workspace's.
	Changes []warrant.Change
	// Conflicts are those that no Choice solves. In Documents mine stands there.
	Conflicts []Conflict
}

// sides are the versions of one document.
type sides struct{ base, mine, theirs *definition.Document }

// Merge brings a new version of a package into a workspace: before is what the
// package brought when it was installed, nothing when it is not, and workspace
// all documents that there are. Documents that carry an x-id are the same under
// another name. take is the side of every conflict that no choice names; "" for
// none.
func (p *Package) Merge(before, workspace []definition.Document, choices []Choice, take string) (Merged, error) {
	m := merging{pkg: p.Manifest.Name, choices: choices, take: take}
	before, extended := parted(before)
	all, order := versions(before, workspace, p.Documents)
	for _, id := range order {
		m.document(all[id])
	}
	m.extensions(extended, p.Extensions, p.Manifest.Requires)
	m.keys()
	if err := m.wrong.Err(); err != nil {
		return Merged{}, err
	}
	return m.Merged, nil
}

// versions puts the versions of each document together.
func versions(before, workspace, now []definition.Document) (all map[string]*sides, order []string) {
	all = map[string]*sides{}
	for i, docs := range [][]definition.Document{before, workspace, now} {
		for _, d := range docs {
			id := identity(d)
			if all[id] == nil {
				all[id] = &sides{}
				order = append(order, id)
			}
			switch i {
			case 0:
				all[id].base = &d
			case 1:
				all[id].mine = &d
			case 2:
				all[id].theirs = &d
			}
		}
	}
	return all, order
}

// identity is what stays when a document gets another name.
func identity(d definition.Document) string {
	var head struct {
		ID string `json:"x-id"`
	}
	if json.Unmarshal(d.Body, &head) == nil && head.ID != "" {
		return string(d.Kind) + "#" + head.ID
	}
	return string(d.Kind) + " " + d.Name
}

type merging struct {
	Merged
	pkg     string
	choices []Choice
	take    string
	wrong   problem.List
}

func (m *merging) document(s *sides) {
	switch {
	case s.theirs == nil && s.base == nil: // none of the package's
		m.Documents = append(m.Documents, *s.mine)
	case s.theirs == nil:
		m.dropped(s)
	case s.base == nil && s.mine != nil && foreign(*s.mine, m.pkg):
		m.wrong.Add("/"+string(s.theirs.Kind)+"/"+s.theirs.Name, "document_exists")
	default:
		m.merged(s)
	}
}

// dropped takes away what the package brings no more, unless the workspace has
// changed it.
func (m *merging) dropped(s *sides) {
	switch {
	case s.mine == nil:
	case bytes.Equal(s.mine.Body, s.base.Body):
		m.Changes = append(m.Changes, warrant.Change{Document: definition.Document{Key: s.mine.Key}})
	default:
		m.Documents = append(m.Documents, *s.mine)
	}
}

func (m *merging) merged(s *sides) {
	body, conflicts := merge.Merge(bodyOf(s.base), bodyOf(s.mine), bodyOf(s.theirs))
	taken := map[string]bool{}
	for _, c := range conflicts {
		conflict := Conflict{Document: s.theirs.Key, Pointer: c.Pointer, Base: c.Base, Mine: c.Mine, Theirs: c.Theirs}
		switch m.choice(conflict) {
		case Theirs:
			taken[c.Pointer] = true
		case Mine:
		default:
			m.Conflicts = append(m.Conflicts, conflict)
		}
	}
	if len(taken) > 0 {
		body = merge.Solve(bodyOf(s.base), bodyOf(s.mine), bodyOf(s.theirs), taken)
	}
	if body == nil {
		if s.mine != nil {
			m.Changes = append(m.Changes, warrant.Change{Document: definition.Document{Key: s.mine.Key}})
		}
		return
	}
	d := definition.Document{Key: definition.Key{Kind: s.theirs.Kind, Name: nameOf(body)}, Body: body}
	m.Documents = append(m.Documents, d)
	switch {
	case s.mine == nil:
		m.Changes = append(m.Changes, warrant.Change{Document: d, Added: true})
	case s.mine.Key != d.Key:
		m.Changes = append(m.Changes, warrant.Change{Document: definition.Document{Key: s.mine.Key}}, warrant.Change{Document: d, Added: true})
	case !bytes.Equal(s.mine.Body, body):
		m.Changes = append(m.Changes, warrant.Change{Document: d})
	}
}

func (m *merging) choice(c Conflict) string {
	for _, choice := range m.choices {
		if choice.Document == c.Document && choice.Pointer == c.Pointer {
			return choice.Take
		}
	}
	return m.take
}

// keys refuses two documents under one name, and sorts all.
func (m *merging) keys() {
	slices.SortFunc(m.Documents, byKey)
	for i := 1; i < len(m.Documents); i++ {
		if k := m.Documents[i].Key; k == m.Documents[i-1].Key {
			m.wrong.Add("/"+string(k.Kind)+"/"+k.Name, "document_exists")
		}
	}
	slices.SortStableFunc(m.Changes, func(a, b warrant.Change) int { return byKey(a.Document, b.Document) })
}

func byKey(a, b definition.Document) int {
	return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name, b.Name))
}

func bodyOf(d *definition.Document) []byte {
	if d == nil {
		return nil
	}
	return d.Body
}

func nameOf(body []byte) string {
	var head struct {
		Name string `json:"name"`
	}
	if json.Unmarshal(body, &head) != nil {
		return ""
	}
	return head.Name
}

// foreign tells whether a document is an entity that another package, or the
// workspace itself, brought.
func foreign(d definition.Document, name string) bool {
	return d.Kind == definition.KindEntity && packageOf(d.Body) != name
}

// packageOf is the app package that an entity says it came with.
func packageOf(body []byte) string {
	var head struct {
		Package string `json:"x-package"`
	}
	if json.Unmarshal(body, &head) != nil {
		return ""
	}
	return head.Package
}
