package access

import (
	"github.com/open-policy-agent/opa/v1/ast"
)

// maxName is the longest text in a policy that may name a member of a record:
// an entity, a dot and a field.
const maxName = 160

// paths are the members that policies read below input.record, and those that
// they may read of any record that a variable holds.
type paths struct {
	record *branch
	loose  map[string]bool
}

// branch is a name with the names that follow it.
type branch struct{ next map[string]*branch }

func (b *branch) then(name string) *branch {
	if b == nil {
		return nil
	}
	return b.next[name]
}

func (b *branch) grow(name string) *branch {
	if b.next == nil {
		b.next = map[string]*branch{}
	}
	if b.next[name] == nil {
		b.next[name] = &branch{}
	}
	return b.next[name]
}

// pathsOf collects what modules read. Every text that stands elsewhere may be
// the name of a member too: what is missing in a document would be taken for
// empty, what is there besides costs little.
func pathsOf(modules map[string]*ast.Module) paths {
	p := paths{record: &branch{}, loose: map[string]bool{"id": true}}
	for _, m := range modules {
		for _, rule := range m.Rules {
			ast.WalkTerms(rule, p.visit)
		}
	}
	return p
}

// visit takes in a term, and tells whether its parts are done with it.
func (p paths) visit(t *ast.Term) bool {
	switch v := t.Value.(type) {
	case ast.String:
		if len(v) <= maxName {
			p.loose[string(v)] = true
		}
	case ast.Ref:
		return p.ref(v)
	}
	return false
}

// ref takes in a path of the record; other refs are loose.
func (p paths) ref(ref ast.Ref) bool {
	root, ok := ref[0].Value.(ast.Var)
	if !ok || root != ast.InputRootDocument.Value || len(ref) < 3 || ref[1].Value.Compare(ast.String("record")) != 0 {
		return false
	}
	at := p.record
	for _, t := range ref[2:] {
		// What is no name is a position in an array, whose members share
		// what is read of them.
		if name, ok := t.Value.(ast.String); ok {
			at = at.grow(string(name))
			continue
		}
		ast.WalkTerms(t, p.visit)
	}
	return true
}
