package evolve

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/builder/publish"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/store"
)

// The process that is killed finds its database and what it publishes here.
const (
	crashDSN  = "MORTISE_CRASH_DSN"
	crashFile = "MORTISE_CRASH_DOCUMENTS"
)

// TestMain publishes instead of testing when it is the process to be killed.
func TestMain(m *testing.M) {
	if dsn := os.Getenv(crashDSN); dsn != "" {
		if err := publishFile(dsn, os.Getenv(crashFile)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func publishFile(dsn, name string) error {
	ctx := context.Background()
	b, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	var docs []definition.Document
	if err := json.Unmarshal(b, &docs); err != nil {
		return err
	}
	for i := range docs { // encoding has taken the canonical form away
		if docs[i].Body, err = definition.Canonical(docs[i].Body); err != nil {
			return err
		}
	}
	db, err := store.Open(ctx, dsn, store.Options{})
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = publish.New(db).Publish(ctx, publish.Request{Workspace: workspace, Documents: docs, Base: publish.AnyBase})
	return err
}

// rounds is how often a publish is killed.
func rounds() int {
	if n, err := strconv.Atoi(os.Getenv("MORTISE_PUBLISHCRASH")); err == nil {
		return n
	}
	return 4
}

func TestAPublishThatIsKilledLeavesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	file := filepath.Join(t.TempDir(), "documents.json")
	old, fresh, usual := 0, 0, 5*time.Second
	var extra []definition.Document
	for round := range rounds() {
		before, extraBefore := w.base, extra
		entity, err := json.Marshal(w.entity)
		require.NoError(t, err)
		columns := w.columns()
		docs := w.next(round, &extra)
		b, err := json.Marshal(docs)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(file, b, 0o600))
		after := time.Duration(rand.Int64N(int64(usual)))
		if round == 0 { // to know how long it takes
			after = time.Minute
		}
		if took := w.killed(file, after); round == 0 {
			usual = took * 5 / 4
		}
		// PostgreSQL takes a moment to see that the process is gone, and holds its
		// lock until then: whoever finds that sweeps nothing.
		require.Eventually(t, func() bool {
			release, err := w.db.LockPublishing(t.Context(), workspace)
			if err == nil {
				release()
			}
			return err == nil
		}, 20*time.Second, 5*time.Millisecond)
		require.NoError(t, w.db.Sweep(t.Context(), workspace)) // as a start does
		_, w.base, _, err = w.db.Documents(t.Context(), workspace)
		require.NoError(t, err)
		if w.base == before {
			old++
			require.Equal(t, columns, w.columns(), "round %d: the old revision has its own columns", round)
			extra = extraBefore
			w.entity = nil
			require.NoError(t, json.Unmarshal(entity, &w.entity))
		} else {
			fresh++
			require.Equal(t, before+1, w.base)
		}
		w.whole(docs, w.base != before)
	}
	if rounds() >= 50 {
		require.Positive(t, old, "some are killed before the last transaction")
		require.Positive(t, fresh, "some after it")
	}
	fmt.Printf("killed %d times: %d old revisions, %d new ones\n", rounds(), old, fresh)
}

// next changes what there is: a field with a default and its index, five
// entities, and another type of the state.
func (w *world) next(round int, extra *[]definition.Document) []definition.Document {
	name := fmt.Sprintf("field_%d", round)
	w.entity["properties"].(map[string]any)[name] = map[string]any{"x-field": "integer", "x-id": fmt.Sprintf("f%09d", round), "default": 7}
	w.entity["x-indexes"] = []any{map[string]any{"fields": []any{name}}}
	state := w.field("state")
	if state["x-field"] == "text" {
		state["x-field"] = "longtext"
	} else {
		state["x-field"] = "text"
	}
	docs := w.documents()
	list := append([]definition.Document(nil), *extra...)
	for i := range 5 {
		name := fmt.Sprintf("extra_%d_%d", round, i)
		body, err := definition.Canonical([]byte(fmt.Sprintf(`{"name": %q, "title": "Extra", "type": "object", "x-id": "x%05d%04d", "properties":
			{"order": {"x-field": "relation", "x-entity": "order", "x-id": "y%05d%04d"}}}`, name, round, i, round, i)))
		require.NoError(w, err)
		list = append(list, definition.Document{Key: definition.Key{Kind: definition.KindEntity, Name: name}, Body: body})
	}
	*extra = list
	return append(docs, list...)
}

// killed publishes in a process that is killed after a while, and tells how long
// it ran.
func (w *world) killed(file string, after time.Duration) time.Duration {
	w.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), crashDSN+"="+w.db.Pool().Config().ConnString(), crashFile+"="+file)
	begun := time.Now()
	require.NoError(w, cmd.Start())
	timer := time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
	err := cmd.Wait()
	timer.Stop()
	var exit *exec.ExitError
	if err != nil {
		require.ErrorAs(w, err, &exit)
		require.Equal(w, -1, exit.ExitCode(), "it was killed and did not fail")
	}
	return time.Since(begun)
}

// columns lists the tables and columns of entities.
func (w *world) columns() string {
	return w.answer(`select string_agg(table_name || '.' || column_name, ' ' order by table_name, column_name)
		from information_schema.columns where table_schema = 'ws_main' and table_name like 'e\_%'`)
}

// whole finds what is neither of the old revision nor of the new.
func (w *world) whole(docs []definition.Document, published bool) {
	w.Helper()
	require.Equal(w, "0", w.answer("select count(*)::text from ws_main.online"))
	require.Equal(w, "0", w.answer("select count(*)::text from ws_main.online_note"))
	require.Equal(w, "0", w.answer("select count(*)::text from pg_trigger where not tgisinternal and tgrelid = '"+table+"'::regclass"))
	require.Equal(w, "0", w.answer("select count(*)::text from pg_index where not indisvalid"))
	require.Equal(w, "0", w.answer("select count(*)::text from pg_constraint where not convalidated"))
	if !published {
		return
	}
	set, wrong := definition.ParseSet(docs)
	require.Empty(w, wrong)
	for _, e := range set.Entities {
		for _, f := range e.Fields {
			if f.Stored() {
				require.Equal(w, "1", w.answer("select count(*)::text from information_schema.columns where table_name = $1 and column_name = $2",
					store.EntityTable(e.ID), store.FieldColumn(f)), "%s.%s", e.Name, f.Name)
			}
		}
	}
	require.Equal(w, "0", w.answer("select count(*)::text from "+table+" where "+store.FieldColumn(set.Entity("order").Field("state"))+" is distinct from f_orderstate"))
}
