package validation_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/enginetest"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/query/filter"
	"github.com/mortise-crm/mortise/engine/store"
	"github.com/mortise-crm/mortise/engine/validation"
)

var update = flag.Bool("update", false, "write the trees of testdata/conditions.json anew")

// conditionsFile holds what Go, SQL and the browser must agree on.
const conditionsFile = "testdata/conditions.json"

type conditions struct {
	Now      time.Time                  `json:"now"`
	Zone     string                     `json:"zone"`
	User     map[string]any             `json:"user"`
	Entities []json.RawMessage          `json:"entities"` // the first is what conditions are about
	Related  map[string]json.RawMessage `json:"related"`  // records of other entities, by id
	Records  []map[string]any           `json:"records"`
	Cases    []conditionCase            `json:"cases"`
}

// conditionCase is a condition, its tree, and for which records it is true.
type conditionCase struct {
	Source string          `json:"source"`
	True   []int           `json:"true"`
	Tree   json.RawMessage `json:"tree"`
}

func readConditions(t *testing.T) (*conditions, *catalog.Snapshot) {
	t.Helper()
	raw, err := os.ReadFile(conditionsFile)
	require.NoError(t, err)
	var c conditions
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	require.NoError(t, d.Decode(&c))
	var docs []definition.Document
	for _, body := range c.Entities {
		var named struct{ Name string }
		require.NoError(t, json.Unmarshal(body, &named))
		docs = append(docs, definition.Document{Key: definition.Key{Kind: definition.KindEntity, Name: named.Name}, Body: body})
	}
	s, err := catalog.Compile(1, docs)
	require.NoError(t, err)
	return &c, s
}

// params gives the values of parameters as the record service does.
func (c *conditions) params(t *testing.T) func(name string) any {
	t.Helper()
	zone, err := time.LoadLocation(c.Zone)
	require.NoError(t, err)
	return func(name string) any {
		if name == "now" {
			return c.Now
		}
		if day, ok := filter.Day(name, c.Now, zone); ok {
			return day
		}
		v := c.User[name[len("user."):]]
		if n, ok := v.(json.Number); ok {
			whole, err := n.Int64()
			require.NoError(t, err)
			return whole
		}
		return v
	}
}

func TestConditions(t *testing.T) {
	t.Parallel()
	c, s := readConditions(t)
	answers := newAnswers(t, c, s)
	for i := range c.Cases {
		one := &c.Cases[i]
		compiled, wrong := validation.One(s, "ticket", one.Source, "/x")
		require.Empty(t, wrong, one.Source)
		tree, ok := validation.Tree(compiled.P, c.params(t))
		require.Equal(t, one.Tree != nil || *update, ok, one.Source)
		if *update {
			one.Tree = tree
		} else if ok {
			require.JSONEq(t, string(one.Tree), string(tree), one.Source)
		}
		for n := range c.Records {
			want := contains(one.True, n)
			require.Equal(t, want, query.Eval(compiled.P, answers.record(n), c.params(t)), "Go: %s of record %d", one.Source, n)
			require.Equal(t, want, answers.sql(compiled.P, n), "SQL: %s of record %d", one.Source, n)
		}
	}
	if *update {
		write(t, c)
	}
}

func contains(list []int, n int) bool {
	for _, x := range list {
		if x == n {
			return true
		}
	}
	return false
}

func write(t *testing.T, c *conditions) {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	require.NoError(t, e.Encode(c))
	require.NoError(t, os.WriteFile(conditionsFile, b.Bytes(), 0o644))
}

// answers asks conditions of the file's records, in Go and in SQL.
type answers struct {
	t        *testing.T
	c        *conditions
	snapshot *catalog.Snapshot
	values   []query.Values
	related  map[string]query.Values
	db       *store.DB
}

func newAnswers(t *testing.T, c *conditions, s *catalog.Snapshot) *answers {
	t.Helper()
	a := &answers{t: t, c: c, snapshot: s, related: map[string]query.Values{}}
	for _, record := range c.Records {
		a.values = append(a.values, a.canonical("ticket", record))
	}
	db, err := store.Open(context.Background(), enginetest.NewDatabase(t), store.Options{MaxConns: 2})
	require.NoError(t, err)
	t.Cleanup(db.Close)
	a.db = db
	buyers, _ := s.Table("buyer")
	_, err = db.Pool().Exec(t.Context(), `create schema ws_rules; create table ws_rules."`+buyers+`" (id uuid, "f_b4r7k0v3qd" text, "f_b5r7k0v3qd" boolean)`)
	require.NoError(t, err)
	for id, raw := range c.Related {
		var record map[string]any
		require.NoError(t, json.Unmarshal(raw, &record))
		v := a.canonical("buyer", record)
		v["id"] = id
		a.related[id] = v
		_, err := db.Pool().Exec(t.Context(), `insert into ws_rules."`+buyers+`" values ($1, $2, $3)`, id, v["name"], v["blocked"])
		require.NoError(t, err)
	}
	return a
}

func (a *answers) canonical(entity string, record map[string]any) query.Values {
	e, _ := a.snapshot.Entity(entity)
	values := query.Values{}
	for name, v := range record {
		f, ok := e.Field(name)
		require.True(a.t, ok, name)
		c, detail := fieldtype.Coerce(f, v)
		require.Nil(a.t, detail, name)
		values[name] = c
	}
	return values
}

// related is a record that leads to buyers.
type related struct {
	query.Values
	a *answers
}

// Related implements query.Record.
func (r related) Related(rel query.Relation) []query.Record {
	id, _ := r.Value(rel.Field).(string)
	if v, ok := r.a.related[id]; ok {
		return []query.Record{v}
	}
	return nil
}

func (a *answers) record(n int) query.Record { return related{a.values[n], a} }

// sql asks the condition of values that stand in the statement itself.
func (a *answers) sql(p query.Predicate, n int) (answer bool) {
	a.t.Helper()
	w := store.NewWriter("ws_rules", a.snapshot)
	w.Text("SELECT (")
	w.PredicateReading(p, func(int) string { return "" }, func(f query.Field) (string, bool) {
		return w.ValueText(query.Value{Type: f.Type, V: a.values[n][f.Name]}), true
	})
	w.Text(") IS TRUE")
	require.NoError(a.t, a.db.Pool().QueryRow(a.t.Context(), w.SQL(), w.Plan().Bind(a.c.params(a.t))...).Scan(&answer), "%s", w.SQL())
	return answer
}
