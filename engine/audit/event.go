package audit

import (
	"context"
	"log/slog"
	"time"

	"github.com/mortise-crm/mortise/engine/store"
)

// Event is something that happened besides writes of records.
type Event struct {
	Actor    string // id of the user; "" for nobody known
	OnBehalf string // in whose name he works; "" for his own
	Address  string // network address of the client
	Channel  string
	Action   string // such as alert.raise
	Object   string // what it was done to
	Result   string // "" for ok
	Detail   map[string]any
}

// Write enters an event in the caller's transaction.
func Write(ctx context.Context, q store.Querier, workspace string, e Event) error {
	return store.InsertAudit(ctx, q, store.SchemaName(workspace), store.AuditRow(e))
}

// Record enters an event soon. It waits only while there is no room.
func (l *Log) Record(ctx context.Context, workspace string, e Event) {
	entry := entry{workspace: workspace, event: &store.TimedAudit{At: time.Now(), AuditRow: store.AuditRow(e)}}
	if !l.put(ctx, entry) {
		slog.Error("no room for an audit entry", "workspace", workspace, "action", e.Action)
	}
}

// Decision is one answer to who may do what.
type Decision struct {
	At                                time.Time
	Principal                         string
	Entity                            string // x-id
	Record                            string
	Action                            string
	Allowed                           bool
	Grants, Restrictions, Obligations []string // ids
	Records                           int64
	Revision                          int64
	Channel                           string
}

// Decision enters a decision soon, whatever it was. It waits only while there
// is no room.
func (l *Log) Decision(ctx context.Context, workspace string, d Decision) {
	if !l.put(ctx, entry{workspace: workspace, decision: d.row()}) {
		slog.Error("no room for a decision", "workspace", workspace, "action", d.Action)
	}
}

func (d Decision) row() *store.DecisionRow {
	return &store.DecisionRow{At: d.At, Principal: d.Principal, Entity: d.Entity, Record: d.Record, Action: d.Action, Allowed: d.Allowed,
		Grants: d.Grants, Restrictions: d.Restrictions, Duties: d.Obligations, Records: d.Records, Revision: d.Revision, Channel: d.Channel}
}
