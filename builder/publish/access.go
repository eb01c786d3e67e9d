package publish

import (
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/store"
)

// accessKinds are the documents that say who may do what.
var accessKinds = map[definition.Kind]bool{
	definition.KindRole: true, definition.KindGrant: true, definition.KindRestriction: true, definition.KindMask: true,
	definition.KindSharing: true, definition.KindPool: true, definition.KindObligation: true, definition.KindAlert: true, definition.KindRego: true,
}

// IsAccess tells whether documents of a kind say who may do what.
func IsAccess(kind definition.Kind) bool { return accessKinds[kind] }

// maxNamed is how many documents an audit row names.
const maxNamed = 200

// audited is the audit row of a publication: which documents it changes, and
// whether they say who may do what.
func audited(by string, before, after []definition.Document) *store.AuditRow {
	row := &store.AuditRow{Actor: by, Channel: store.SystemChannel, Action: "publish"}
	if by != "" {
		row.Channel = "api"
	}
	was := map[definition.Key]string{}
	for _, d := range before {
		was[d.Key] = string(d.Body)
	}
	changed := []any{}
	note := func(k definition.Key, change string) {
		if k.Kind == definition.KindPolicy {
			return // made of the others
		}
		if IsAccess(k.Kind) {
			row.Action = store.PublishedAccess
		}
		if len(changed) < maxNamed {
			changed = append(changed, map[string]any{"kind": k.Kind, "name": k.Name, "change": change})
		}
	}
	for _, d := range after {
		body, had := was[d.Key]
		delete(was, d.Key)
		switch {
		case !had:
			note(d.Key, "added")
		case body != string(d.Body):
			note(d.Key, "changed")
		}
	}
	for _, d := range before {
		if _, gone := was[d.Key]; gone {
			note(d.Key, "removed")
		}
	}
	row.Detail = map[string]any{"documents": changed}
	return row
}
