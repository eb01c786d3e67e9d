package ownership

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/notify"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

// The kinds of notification that are sent.
const (
	Received = "record_received"
	Claimed  = "record_claimed"
)

// maxBatches bounds how much one run tells of; the next one goes on.
const maxBatches = 50

// Service tells of records that changed hands.
type Service struct {
	db      *store.DB
	records *record.Service
}

// New makes a Service.
func New(db *store.DB, records *record.Service) *Service { return &Service{db, records} }

// Run tells of what changed hands in a workspace since the last run.
func (s *Service) Run(ctx context.Context, workspace string, snapshot *catalog.Snapshot) error {
	t := &telling{Service: s, workspace: workspace, entities: map[string]*definition.Entity{}, readers: s.records.NewReaders(workspace, time.Time{})}
	for _, e := range snapshot.Set.Entities {
		if e.ID != notify.TaskEntity { // of a task is told when it is given
			t.entities[e.ID] = e
		}
	}
	for range maxBatches {
		list, err := s.db.HandedNow(ctx, workspace, identity.CoreTables())
		if err != nil || len(list) == 0 {
			return err
		}
		if err := t.batch(ctx, list); err != nil || len(list) < store.HandedBatch {
			return err
		}
	}
	return nil
}

// telling is one run.
type telling struct {
	*Service
	workspace string
	entities  map[string]*definition.Entity // by x-id; those of which is told
	readers   *record.Readers
}

// group is what one user is told of at once.
type group struct{ kind, user, entity, actor string }

// batch tells of some entries. What their readers see is asked first, and not
// in the transaction, which would hold one connection and ask for others.
func (t *telling) batch(ctx context.Context, list []store.Handed) error {
	var asked []store.Handed
	for _, h := range list {
		if _, of := t.groupOf(h); of {
			asked = append(asked, h)
		}
	}
	labels, err := t.labels(ctx, asked)
	if err != nil {
		return err
	}
	return t.db.TellHanded(ctx, t.workspace, list, func(tx store.Querier, mine []store.Handed) error {
		return notify.Send(ctx, tx, t.workspace, t.notices(mine, labels))
	})
}

// groupOf tells who learns of an entry, and what; false for nobody.
func (t *telling) groupOf(h store.Handed) (group, bool) {
	g := group{entity: h.Entity}
	if h.Actor != nil {
		g.actor = *h.Actor
	}
	switch {
	case t.entities[h.Entity] == nil || h.To == nil:
		return g, false
	case h.Action == "claim":
		if h.Before == nil || *h.Before == *h.To {
			return g, false
		}
		g.kind, g.user = Claimed, *h.Before
	default:
		g.kind, g.user = Received, *h.To
	}
	return g, g.user != g.actor
}

// readable are the labels of records by who asked for them and by their id.
type readable map[string]map[string]string

// labels names the records that those who are to be told of them can read.
func (t *telling) labels(ctx context.Context, list []store.Handed) (readable, error) {
	type reads struct{ user, entity string }
	records := map[reads][]string{}
	for _, h := range list {
		g, _ := t.groupOf(h)
		r := reads{g.user, g.entity}
		records[r] = append(records[r], h.Record)
	}
	labels := readable{}
	for r, ids := range records {
		c, err := t.readers.Of(ctx, r.user)
		if err != nil {
			return nil, err
		}
		if c == nil {
			continue
		}
		if labels[r.user] == nil {
			labels[r.user] = map[string]string{}
		}
		for some := range slices.Chunk(ids, record.MaxIDs) {
			found, err := t.records.Labels(ctx, c, t.entities[r.entity].Name, some)
			if err != nil {
				return nil, err
			}
			maps.Copy(labels[r.user], found)
		}
	}
	return labels, nil
}

// notices gives one notification for each group.
func (t *telling) notices(list []store.Handed, labels readable) []notify.Notification {
	var order []group
	records, names := map[group][]string{}, map[string]string{}
	for _, h := range list {
		g, of := t.groupOf(h)
		if !of {
			continue
		}
		if _, reads := labels[g.user][h.Record]; !reads && g.kind == Received || slices.Contains(records[g], h.Record) {
			continue
		}
		if len(records[g]) == 0 {
			order = append(order, g)
		}
		records[g], names[g.actor] = append(records[g], h.Record), h.ActorName
	}
	send := make([]notify.Notification, len(order))
	for i, g := range order {
		send[i] = t.notice(g, records[g], names[g.actor], labels[g.user])
	}
	return send
}

// notice tells of records that one user had from another.
func (t *telling) notice(g group, records []string, by string, labels map[string]string) notify.Notification {
	e := t.entities[g.entity]
	n := notify.Notification{User: g.user, Kind: g.kind, Entity: e.Name, Params: map[string]any{"name": name(by), "entity": e.Title, "count": len(records)}}
	label, reads := labels[records[0]]
	switch {
	case len(records) > 1:
		n.Message = "notify_" + n.Kind + "_many"
	case reads:
		n.Subject, n.Params["record"] = records[0], label
	default:
		n.Message = "notify_" + n.Kind + "_unread"
	}
	return n
}

// name is that of a user, or what the system is called.
func name(of string) definition.Text {
	text := definition.Text{}
	for _, language := range []string{"en", "zh-CN"} {
		if text[language] = of; of == "" {
			text[language] = problem.Message(language, "the_system", nil)
		}
	}
	return text
}
