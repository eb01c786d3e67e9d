package webhook

import (
	"strings"

	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/store"
)

// entityID is the x-id of the core entity. Its table and columns are named from
// x-ids, whatever they are called in a workspace.
const entityID = "bty08ltf0s"

const secretColumn = "f_w1fgmuoubm"

var tables = store.WebhookTables{
	Table: "e_" + entityID, Title: "f_rkpgjxbo0o", URL: "f_qo2psshyql", Entity: "f_lum4udxhq1", Events: "f_riye8f1atf", Filter: "f_r8v1wi1ui9",
	Fields: "f_wf1rlg7dnr", Owner: "f_pbuj7miphx", Active: "f_pg2rm9rxd1", OffReason: "f_sl9cvhfuav",
}

// entityOf finds the entity of an x-id in a Snapshot; nil for none.
func entityOf(s *catalog.Snapshot, id string) *catalog.Entity {
	for _, d := range s.Set.Entities {
		if d.ID == id {
			e, _ := s.Entity(d.Name)
			return e
		}
	}
	return nil
}

// fieldOf is the name of the field that has a column; "" for none.
func fieldOf(e *catalog.Entity, column string) string {
	for _, f := range e.Definition.Fields {
		if "f_"+f.ID == column {
			return f.Name
		}
	}
	return strings.TrimPrefix(column, "f_")
}

// events says what a change is to a webhook, by the action of its entry; others
// are updates, but for shares, which change nothing.
var events = map[string]string{"create": "created", "archive": "archived", "restore": "restored", "purge": gone, "share": "", "unshare": ""}

// The events that are none of a change.
const (
	gone = "gone" // a record of which something was sent is not to be seen any more
	ping = "ping" // a test
)

func eventOf(action string) string {
	if event, ok := events[action]; ok {
		return event
	}
	return "updated"
}
