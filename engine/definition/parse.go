package definition

import (
	"encoding/json"

	"github.com/mortise-crm/mortise/engine/problem"
)

// Kinds are the kinds of documents that a designer writes, in the order in
// which they are listed.
var Kinds = []Kind{
	KindPackage, KindChoices, KindEntity, KindForm, KindView, KindMenu, KindRole, KindGrant, KindRestriction, KindMask,
	KindSharing, KindPool, KindObligation, KindAlert, KindRego,
}

// ParseDocument reads one document of a kind. It is strict: an unknown keyword
// is a problem. The result is a pointer to the kind's type (*Entity, *Form …)
// and nil when there is any problem; choices are not resolved, which needs the
// whole set.
func ParseDocument(kind Kind, body []byte) (any, problem.List) {
	schema, ok := compiledSchemas()[kind]
	if !ok {
		return nil, problem.List{{Code: "unknown_kind", Params: map[string]any{"kind": string(kind)}}}
	}
	tree, l := read(body)
	if tree == nil {
		return nil, l
	}
	valid := validated.Holds(string(kind), body, func() bool {
		found := schema.validate(plain(tree))
		l = append(l, found...)
		return len(found) == 0
	})
	if !valid || len(l) > 0 {
		return nil, sortProblems(l)
	}
	var v any
	if kind == KindEntity {
		v, l = parseEntity(tree)
	} else {
		v, l = parsePlain(kind, body)
	}
	if len(l) > 0 {
		return nil, sortProblems(l)
	}
	return v, nil
}

// validated are documents that the JSON Schema of their kind lets pass.
var validated Proven

// plainKinds are the kinds whose Go types mirror their documents.
var plainKinds = map[Kind]func() any{
	KindForm:        func() any { return &Form{} },
	KindView:        func() any { return &View{} },
	KindMenu:        func() any { return &Menu{} },
	KindRole:        func() any { return &Role{} },
	KindGrant:       func() any { return &Grant{} },
	KindRestriction: func() any { return &Restriction{} },
	KindMask:        func() any { return &Mask{} },
	KindSharing:     func() any { return &Sharing{} },
	KindPool:        func() any { return &Pool{} },
	KindObligation:  func() any { return &Obligation{} },
	KindAlert:       func() any { return &Alert{} },
	KindRego:        func() any { return &Rego{} },
	KindChoices:     func() any { return &Choices{} },
	KindPackage:     func() any { return &Package{} },
}

// parsePlain reads a document of one of the plainKinds.
func parsePlain(kind Kind, body []byte) (any, problem.List) {
	v := plainKinds[kind]()
	if err := json.Unmarshal(body, v); err != nil {
		return nil, problem.List{{Code: "invalid_document"}}
	}
	switch v := v.(type) {
	case *Choices:
		return v, checkOptions("/options", "value", v.Options)
	case *Menu:
		return v, checkMenu(v)
	}
	return v, nil
}

// checkOptions reports values given twice.
func checkOptions(pointer, member string, options []Option) problem.List {
	var l problem.List
	seen := map[string]bool{}
	for i, o := range options {
		if seen[o.Value] {
			l.Add(indexPointer(pointer, i)+"/"+member, "duplicate", "value", o.Value)
		}
		seen[o.Value] = true
	}
	return l
}
