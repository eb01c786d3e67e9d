package acceptance_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// large is a server with the large set.
type large struct {
	rbac
	server   *server
	userID   map[string]string
	entityOf map[string]string // permission → entity
	recordID map[string]string // permission → record
}

func loadLarge(t *testing.T, r rbac) *large {
	t.Helper()
	l := &large{rbac: r, server: start(t), userID: map[string]string{}, entityOf: map[string]string{}, recordID: map[string]string{}}
	bundle := r.bundles()
	entity := map[string]string{} // bundle → entity
	var docs []mortise.Document
	for i := range doorEntities {
		docs = append(docs, doorEntity(t, fmt.Sprintf("door%d", i), fmt.Sprintf("oor1%05d", i)))
	}
	for _, p := range r.permissions {
		b := bundle[p]
		if entity[b] == "" {
			entity[b] = fmt.Sprintf("door%d", len(entity)%doorEntities)
			docs = append(docs, bundleGrant(t, entity[b], b))
		}
		l.entityOf[p] = entity[b]
		l.recordID[p] = uuid.Must(uuid.NewV7()).String()
	}
	began := time.Now()
	l.server.publish(t, docs)
	t.Logf("published %d entities and %d grants in %v", doorEntities, len(entity), time.Since(began))
	began = time.Now()
	n := l.copyRecords(t, bundle)
	t.Logf("loaded %d users, %d records and %d direct grants in %v", len(r.users), len(r.permissions), n, time.Since(began))
	return l
}

// copyRecords writes users, records and direct grants straight into the
// tables: half an hour of requests would prove nothing more here.
func (l *large) copyRecords(t *testing.T, bundle map[string]string) (grants int) {
	t.Helper()
	ctx := context.Background()
	w, ok, err := l.server.serving.App.Workspaces.Named(ctx, "main")
	if err != nil || !ok {
		t.Fatal(err)
	}
	state, err := w.Refresh(ctx)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := pgx.Connect(ctx, l.server.serving.DSN())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	now := time.Now()
	insert := func(entity string, fields []string, rows [][]any) {
		e, ok := state.Snapshot.Entity(entity)
		if !ok {
			t.Fatalf("there is no entity %s", entity)
		}
		columns := []string{"id", "created_at", "updated_at"}
		for _, f := range fields {
			operand, _ := e.Operand(f)
			columns = append(columns, operand.Column)
		}
		if _, err := conn.CopyFrom(ctx, pgx.Identifier{"ws_main", e.Table}, columns, pgx.CopyFromRows(rows)); err != nil {
			t.Fatalf("load %s: %v", entity, err)
		}
	}
	id := func(s string) uuid.UUID { return uuid.MustParse(s) }
	var users [][]any
	for _, u := range l.users {
		l.userID[u] = uuid.Must(uuid.NewV7()).String()
		users = append(users, []any{id(l.userID[u]), now, now, "User " + u, "user" + u + "@large.test", true})
	}
	insert("user", []string{"name", "email", "active"}, users)
	records := map[string][][]any{}
	for _, p := range l.permissions {
		records[l.entityOf[p]] = append(records[l.entityOf[p]], []any{id(l.recordID[p]), now, now, p, bundle[p]})
	}
	for entity, rows := range records {
		insert(entity, []string{"number", "bundle"}, rows)
	}
	given := map[[2]string]bool{}
	var direct [][]any
	for pair := range l.holds {
		key := [2]string{pair[0], bundle[pair[1]]}
		if given[key] {
			continue
		}
		given[key] = true
		direct = append(direct, []any{uuid.Must(uuid.NewV7()), now, now, id(l.userID[pair[0]]), key[1], "as in the data", now.AddDate(50, 0, 0)})
	}
	insert("user_grant", []string{"user", "grant", "reason", "until"}, direct)
	if _, err := conn.Exec(ctx, `UPDATE ws_main.epoch SET number = number + 1`); err != nil {
		t.Fatal(err)
	}
	return len(direct)
}

// administration does what an administrator does, and measures.
func (l *large) administration(t *testing.T) {
	t.Helper()
	ctx := context.Background()
	admin := l.server.admin
	user := l.userID[l.users[len(l.users)/2]]
	for _, step := range []struct {
		name string
		do   func() error
	}{
		{"list users", func() error { _, err := admin.Records("user").List(ctx, mortise.ListOptions{Limit: 50}); return err }},
		{"find a user", func() error {
			_, err := admin.Records("user").List(ctx, mortise.ListOptions{Filter: `email == "user77@large.test"`})
			return err
		}},
		{"list the grants of a user", func() error {
			_, err := admin.Records("user_grant").List(ctx, mortise.ListOptions{Filter: fmt.Sprintf("user == %q", user), Count: "exact"})
			return err
		}},
		{"publish one more grant", func() error {
			l.server.publish(t, []mortise.Document{bundleGrant(t, "door0", "one_more")})
			return nil
		}},
		{"give one more", func() error {
			_, err := admin.Records("user_grant").Create(ctx, mortise.Record{"user": user, "grant": "one_more", "reason": "a test", "until": "2099-01-01T00:00:00Z"})
			return err
		}},
		{"describe", func() error { _, err := admin.Describe(ctx); return err }},
	} {
		began := time.Now()
		if err := step.do(); err != nil {
			t.Errorf("%s: %v", step.name, err)
		}
		took := time.Since(began)
		t.Logf("%s: %v", step.name, took.Round(time.Millisecond))
		if took > 5*time.Second {
			t.Errorf("%s takes %v", step.name, took)
		}
	}
}
