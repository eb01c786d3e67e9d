package evolve

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/builder/publish"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/enginetest"
	"github.com/mortise-crm/mortise/engine/store"
)

const (
	workspace = "main"
	table     = "ws_main.e_order00000"
)

// records is how many records there are.
func records(t *testing.T) int {
	n, err := strconv.Atoi(os.Getenv("MORTISE_EVOLVE"))
	if err != nil {
		return 20_000
	}
	return n
}

// world is a workspace with one entity of many records.
type world struct {
	*testing.T
	db        *store.DB
	publisher *publish.Publisher
	base      int64
	entity    map[string]any // as it is published
}

func newWorld(t *testing.T) *world {
	t.Helper()
	db, err := store.Open(t.Context(), enginetest.NewDatabase(t), store.Options{MaxConns: 16})
	require.NoError(t, err)
	t.Cleanup(db.Close)
	require.NoError(t, db.CreateWorkspace(t.Context(), store.Workspace{Name: workspace, Title: "Main"}))
	w := &world{T: t, db: db, publisher: publish.New(db)}
	w.entity = map[string]any{
		"name": "order", "title": "Order", "type": "object", "x-id": "order00000",
		"properties": map[string]any{
			"code":   map[string]any{"x-field": "text", "x-id": "ordercode0"},
			"state":  map[string]any{"x-field": "text", "x-id": "orderstate"},
			"amount": map[string]any{"x-field": "number", "x-id": "orderamoun", "x-scale": 4},
			"note":   map[string]any{"x-field": "text", "x-id": "ordernote0"},
		},
	}
	w.publish()
	conn, err := db.Pool().Acquire(t.Context())
	require.NoError(t, err)
	defer conn.Release()
	_, err = conn.Exec(t.Context(), "set statement_timeout = 0")
	require.NoError(t, err)
	_, err = conn.Exec(t.Context(), `insert into `+table+` (id, created_at, updated_at, f_ordercode0, f_orderstate, f_orderamoun, f_ordernote0)
		select gen_random_uuid(), now(), now(), 'C' || i, (array['New','open',null,'DONE','done'])[1 + i % 5], i::numeric / 7000, md5(i::text)
		from generate_series(1, $1::int) i`, records(t))
	require.NoError(t, err)
	_, err = conn.Exec(t.Context(), "vacuum analyze "+table)
	require.NoError(t, err)
	return w
}

// field gives a field of the entity, to be changed.
func (w *world) field(name string) map[string]any {
	return w.entity["properties"].(map[string]any)[name].(map[string]any)
}

// publish publishes the entity as it is now.
func (w *world) publish(consent ...string) publish.Result {
	w.Helper()
	result, err := w.try(consent...)
	require.NoError(w, err)
	return result
}

func (w *world) try(consent ...string) (publish.Result, error) {
	w.Helper()
	result, err := w.publisher.Publish(w.Context(), publish.Request{Workspace: workspace, Documents: w.documents(), Base: w.base, Consent: consent})
	if err == nil {
		w.base = result.Revision
	}
	return result, err
}

func (w *world) plan() []store.Words {
	w.Helper()
	planned, err := w.publisher.Plan(w.Context(), workspace, w.documents())
	require.NoError(w, err)
	return planned.Steps
}

// step gives the planned step of a code.
func (w *world) step(code string) store.Words {
	w.Helper()
	for _, s := range w.plan() {
		if s.Code == code {
			return s
		}
	}
	require.Fail(w, "no step "+code)
	return store.Words{}
}

// documents are what is published: the entity, its x-column raised as a draft
// would.
func (w *world) documents() []definition.Document {
	w.Helper()
	body, err := json.Marshal(w.entity)
	require.NoError(w, err)
	body, err = definition.Canonical(body)
	require.NoError(w, err)
	_, _, published, err := w.db.Documents(w.Context(), workspace)
	require.NoError(w, err)
	for _, d := range published {
		if d.Kind == definition.KindEntity {
			highest, err := w.db.Generations(w.Context(), workspace)
			require.NoError(w, err)
			body, _, err = definition.RaiseColumns(d.Kind, body, d.Body, func(id string) (int, error) { return highest[id], nil })
			require.NoError(w, err)
		}
	}
	require.NoError(w, json.Unmarshal(body, &w.entity))
	return []definition.Document{{Key: definition.Key{Kind: definition.KindEntity, Name: w.entity["name"].(string)}, Body: body}}
}

// answer asks the database for one text.
func (w *world) answer(sql string, args ...any) (text string) {
	w.Helper()
	conn, err := w.db.Pool().Acquire(w.Context())
	require.NoError(w, err)
	defer conn.Release()
	_, err = conn.Exec(w.Context(), "set statement_timeout = '5min'")
	require.NoError(w, err)
	require.NoError(w, conn.QueryRow(w.Context(), sql, args...).Scan(&text))
	return text
}

// sum is a checksum of what an expression gives for each of the first records.
func (w *world) sum(expression string) string {
	w.Helper()
	return w.answer("select count(*) || ' ' || coalesce(sum(hashtextextended(coalesce(" + expression + ", '')::text || id::text, 0)::numeric), 0) from " + table + " where f_ordercode0 like 'C%'")
}

// The pace of writers is how often each of them writes.
const (
	writePace = 10 * time.Millisecond // ten write a thousand a second
	atOnce    = time.Nanosecond       // as fast as they can
)

// writers write records, one statement after another, as the record service
// does: by id, with the version raised.
type writers struct {
	stop    context.CancelFunc
	results chan written
	count   int
}

// written is what one writer has seen.
type written struct {
	writes int
	took   []time.Duration
	err    error
}

// within is how long all but one of a thousand writes took at most, and longest
// how long any.
func (a *written) within() (usual, longest time.Duration) {
	slices.Sort(a.took)
	if len(a.took) == 0 {
		return 0, 0
	}
	return a.took[len(a.took)*999/1000], a.took[len(a.took)-1]
}

// write starts n writers of records that are there, and of new ones.
func (w *world) write(n int, update string, every time.Duration) *writers {
	w.Helper()
	ids := w.ids(2000)
	ctx, stop := context.WithCancel(w.Context())
	all := &writers{stop: stop, results: make(chan written, n), count: n}
	for i := range n {
		conn, err := w.db.Pool().Acquire(w.Context())
		require.NoError(w, err)
		go func() {
			defer conn.Release()
			var one written
			pace := time.NewTicker(every)
			defer pace.Stop()
			for k := i; ctx.Err() == nil; k += n {
				<-pace.C
				begun := time.Now()
				_, err := conn.Exec(context.WithoutCancel(ctx), "update "+table+" set version = version + 1, updated_at = now(), "+update+" where id = $1::uuid", ids[k%len(ids)])
				if err == nil && k%10 == 0 {
					_, err = conn.Exec(context.WithoutCancel(ctx), "insert into "+table+` (id, created_at, updated_at, f_ordercode0) values (gen_random_uuid(), now(), now(), gen_random_uuid()::text)`)
				}
				one.took = append(one.took, time.Since(begun))
				if one.writes++; err != nil {
					one.err = fmt.Errorf("write %d: %w", one.writes, err)
					break
				}
			}
			all.results <- one
		}()
	}
	return all
}

// done ends the writers and gives what they have seen.
func (a *writers) done() (all written) {
	a.stop()
	for range a.count {
		one := <-a.results
		all.writes += one.writes
		all.took = append(all.took, one.took...)
		if one.err != nil {
			all.err = one.err
		}
	}
	return all
}

func (w *world) ids(n int) (list []string) {
	w.Helper()
	rows, err := w.db.Pool().Query(w.Context(), "select id::text from "+table+" limit $1", n)
	require.NoError(w, err)
	defer rows.Close()
	for rows.Next() {
		var id string
		require.NoError(w, rows.Scan(&id))
		list = append(list, id)
	}
	return list
}
