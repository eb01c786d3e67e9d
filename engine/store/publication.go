package store

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
)

// Condition is one thing that was observed of a revision: how far it came.
type Condition struct {
	Type   string `json:"type"` // Checked, Planned, Applied, Active, Converted
	Status bool   `json:"status"`
	Reason string `json:"reason,omitempty"`
	// Report is of what Converted tells: what became of the values of a field.
	Report *Report `json:"report,omitempty"`
}

// Publication is what one publish writes, all of it or nothing.
type Publication struct {
	Base       int64 // the revision that the steps lead from
	Steps      []Step
	Consent    map[string]bool       // what may be lost, by Words.Consent
	Documents  []definition.Document // the whole wanted set, compiled policies included
	By         string                // id of the user; "" for the system
	Comment    string
	Conditions []Condition
	Roles      *RoleRecords  // nil when the set has no entity role
	Draft      *DraftMark    // nil when no draft is published
	Packages   []PackageMark // app packages that come, or go
	Trees      []Tree        // whose closure is made anew
	Felled     []Tree        // whose closure is forgotten
	Audit      *AuditRow     // its entry into the audit; the revision becomes its object
	// Also is done first in the transaction; its error undoes everything.
	Also func(ctx context.Context, tx Querier) error
	// Then is done once the definitions are written, before tables are locked;
	// its error undoes everything.
	Then func(ctx context.Context, tx Querier) error
}

// StaleRevision is the problem of a publish made from a revision that is no
// longer the published one.
func StaleRevision(current int64) *problem.Error {
	err := problem.New(problem.Stale, "stale_revision")
	err.Extra = map[string]any{"current_revision": current}
	return err
}

// insertRevision enters the revision.
func (s *site) insertRevision(ctx context.Context, tx pgx.Tx, revision int64, p *Publication) error {
	documents, err := json.Marshal(p.Documents)
	if err != nil {
		return fmt.Errorf("encode the revision: %w", err)
	}
	conditions, err := json.Marshal(p.Conditions)
	if err != nil {
		return fmt.Errorf("encode the conditions: %w", err)
	}
	_, err = tx.Exec(ctx, "insert into "+s.database+`.revision (number, published_by, comment, documents, conditions)
		values ($1, nullif($2, '')::uuid, $3, $4, $5::jsonb)`, revision, p.By, p.Comment, string(documents), string(conditions))
	if err != nil {
		return fmt.Errorf("enter revision %d: %w", revision, err)
	}
	return nil
}

// grow makes the closures fit to the trees that the set designs.
func (p *Publication) grow(ctx context.Context, tx pgx.Tx, workspace string) error {
	for _, t := range p.Felled {
		if err := t.Remove(ctx, tx, SchemaName(workspace)); err != nil {
			return err
		}
	}
	for _, t := range p.Trees {
		if err := t.Rebuild(ctx, tx, SchemaName(workspace)); err != nil {
			return err
		}
	}
	return nil
}

// writeDefinitions makes the published set equal to docs.
func writeDefinitions(ctx context.Context, tx pgx.Tx, schema string, docs []definition.Document) error {
	kinds, names, bodies := make([]string, len(docs)), make([]string, len(docs)), make([]string, len(docs))
	for i, d := range docs {
		kinds[i], names[i], bodies[i] = string(d.Kind), d.Name, string(d.Body)
	}
	_, err := tx.Exec(ctx, "delete from "+schema+`.definition d where not exists (
		select from unnest($1::text[], $2::text[]) as want(kind, name) where want.kind = d.kind and want.name = d.name)`, kinds, names)
	if err != nil {
		return fmt.Errorf("remove definitions: %w", err)
	}
	_, err = tx.Exec(ctx, "insert into "+schema+`.definition as d (kind, name, body)
		select * from unnest($1::text[], $2::text[], $3::text[])
		on conflict (kind, name) do update set body = excluded.body where d.body <> excluded.body`, kinds, names, bodies)
	if err != nil {
		return fmt.Errorf("enter definitions: %w", err)
	}
	return nil
}

// LockPublishing lets one publish of a workspace run at a time, in any
// process. It does not wait: a publish in progress is a Conflict. The caller
// calls release when done.
func (db *DB) LockPublishing(ctx context.Context, workspace string) (release func(), err error) {
	conn, err := db.alone(ctx)
	if err != nil {
		return nil, fmt.Errorf("connect to publish: %w", err)
	}
	key := publishKey(workspace)
	var locked bool
	if err := conn.QueryRow(ctx, "select pg_try_advisory_lock($1)", key).Scan(&locked); err != nil {
		closeAlone(ctx, conn)
		return nil, fmt.Errorf("lock publishing: %w", err)
	}
	if !locked {
		closeAlone(ctx, conn)
		return nil, problem.New(problem.Conflict, "publish_in_progress")
	}
	return func() {
		// The end of the session gives the lock up as well, but only some time
		// after: the next publish would find it taken.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		_, _ = conn.Exec(ctx, "select pg_advisory_unlock($1)", key)
		closeAlone(ctx, conn)
	}, nil
}

// alone gives a connection beside the pool, for what lasts: a publish needs
// several at once, and a small pool must not starve for it.
func (db *DB) alone(ctx context.Context) (*pgx.Conn, error) {
	return pgx.ConnectConfig(ctx, db.pool.Config().ConnConfig)
}

func closeAlone(ctx context.Context, conn *pgx.Conn) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	_ = conn.Close(ctx) // the server ends the session in any case
}

func publishKey(workspace string) int64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte("mortise.publish." + workspace)) // a hash never fails
	return int64(h.Sum64())
}
