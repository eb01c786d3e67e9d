package record_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

const (
	family = `{"$schema":"mortise:entity","name":"family","title":"Family","x-id":"f1f9q2m7xa","type":"object","x-label":"name","x-owner":"owner","x-tree":"above",
"properties":{
 "name":{"x-field":"text","x-id":"f2r7k0v3qd"},
 "owner":{"x-field":"user","x-id":"f3b2c3d4e5"},
 "phone":{"x-field":"phone","x-id":"f4b2c3d4e5","x-region":"CN","x-unique":true},
 "size":{"x-field":"number","x-id":"f5b2c3d4e5"},
 "since":{"x-field":"date","x-id":"f6b2c3d4e5"},
 "seen":{"x-field":"datetime","x-id":"f7b2c3d4e5"},
 "words":{"x-field":"tags","x-id":"f8b2c3d4e5"},
 "above":{"x-field":"relation","x-id":"f9b2c3d4e5","x-entity":"family"},
 "friends":{"x-field":"relations","x-id":"fab2c3d4e5","x-entity":"family"}},
"required":["name"],"x-duplicates":[{"match":["phone"]}]}`
	visit = `{"$schema":"mortise:entity","name":"visit","title":"Visit","x-id":"v1f9q2m7xa","type":"object","x-label":"title","x-parent":"family",
"properties":{"title":{"x-field":"text","x-id":"v2r7k0v3qd"},"family":{"x-field":"relation","x-id":"v3b2c3d4e5","x-entity":"family"},
 "slot":{"x-field":"integer","x-id":"v4b2c3d4e5"}},
"required":["family"],"x-unique":[{"fields":["family","slot"]}]}`
	feast = `{"$schema":"mortise:entity","name":"feast","title":"Feast","x-id":"w1f9q2m7xa","type":"object","x-label":"title",
"properties":{"title":{"x-field":"text","x-id":"w2r7k0v3qd"},"guests":{"x-field":"relations","x-id":"w3b2c3d4e5","x-entity":"family"},
 "about":{"x-field":"reference","x-id":"w4b2c3d4e5","x-entities":["family","visit"]}}}`
)

// newVillage is a server with families, who visit and feast: a clerk merges those
// that he owns, and knows of no feast.
func newVillage(t *testing.T) *serving.Server {
	t.Helper()
	s := serving.Start(t)
	grant := func(name, body string) mortise.Document {
		return document(t, definition.KindGrant, name, `{"name":"`+name+`",`+body+`}`)
	}
	s.Publish(t, []mortise.Document{
		document(t, definition.KindEntity, "family", family), document(t, definition.KindEntity, "visit", visit), document(t, definition.KindEntity, "feast", feast),
		document(t, definition.KindRole, "clerk", `{"name":"clerk","x-id":"d1g2kq0x2m","title":"Clerk"}`),
		grant("clerk_family", `"entity":"family","role":"clerk","actions":["read","update","merge","history","archive","restore"],"scope":"own","read":"all","write":{"except":["owner"]}`),
		grant("clerk_visit", `"entity":"visit","role":"clerk","actions":["read"],"scope":"all","read":"all"`),
		grant("root_family", `"entity":"family","role":"administrator","actions":["read","update","create","merge","archive","restore","share","history","purge"],"scope":"all","read":"all","write":"all"`),
		grant("root_visit", `"entity":"visit","role":"administrator","actions":["read","update","create"],"scope":"all","read":"all","write":"all"`),
		grant("root_feast", `"entity":"feast","role":"administrator","actions":["read","update","create"],"scope":"all","read":"all","write":"all"`),
	})
	return s
}

func TestMergeMovesAllThatLeadsToTheOther(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := newVillage(t)
	ann, clerk := s.NewUser(t, "Ann", []string{"clerk"})
	families, visits, feasts := s.Admin.Records("family"), s.Admin.Records("visit"), s.Admin.Records("feast")
	this := made(t, families, mortise.Record{"name": "Li", "owner": ann, "words": []string{"a"}})
	other := made(t, families, mortise.Record{"name": "Lee", "owner": ann, "phone": "13800138000", "words": []string{"b"}, "size": 3})
	below := made(t, families, mortise.Record{"name": "Below", "above": other})
	came := made(t, visits, mortise.Record{"title": "x", "family": other, "slot": 1})
	both := made(t, feasts, mortise.Record{"title": "both", "guests": []string{other, this}, "about": "family/" + other})
	_, err := families.Share(ctx, other, mortise.ShareRequest{To: map[string]string{"user": ann}, Level: "read"})
	require.NoError(t, err)

	dry, err := clerk.Records("family").Merge(ctx, this, mortise.MergeRequest{With: other, Dry: true})
	require.NoError(t, err)
	require.Equal(t, "+8613800138000", dry.Record.Text("phone"))
	rec, err := families.Get(ctx, this)
	require.NoError(t, err)
	require.Nil(t, rec["phone"], "a dry run writes nothing")

	done, err := clerk.Records("family").Merge(ctx, this, mortise.MergeRequest{With: other, Fields: map[string]string{"name": "other"}})
	require.NoError(t, err)
	require.Equal(t, []any{"Lee", "+8613800138000", []any{"a", "b"}}, []any{done.Record["name"], done.Record["phone"], done.Record["words"]})
	require.Len(t, done.Moved, 1, "of feasts he does not know, and reads no family below")
	require.Equal(t, "visit", done.Moved[0].Entity)
	for _, c := range []struct {
		records mortise.Records
		id      string
		want    mortise.Record
	}{
		{visits, came, mortise.Record{"family": this}}, {families, below, mortise.Record{"above": this}},
		{feasts, both, mortise.Record{"guests": []any{this}, "about": "family/" + this}},
	} {
		rec, err := c.records.Get(ctx, c.id)
		require.NoError(t, err)
		for name, want := range c.want {
			require.Equal(t, want, rec[name])
		}
	}
	rec, err = families.Get(ctx, other)
	require.NoError(t, err)
	require.Equal(t, this, rec.ID(), "its id stands for the survivor")
	shares, err := families.Shares(ctx, this)
	require.NoError(t, err)
	require.Len(t, shares, 1)
	history, err := families.History(ctx, this)
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(history), 5, "both histories together")
	_, err = families.Restore(ctx, other)
	refused(t, err, "merged_away")
	_, err = families.Merge(ctx, this, mortise.MergeRequest{With: other})
	refused(t, err, "merge_archived")
	_, err = families.Update(ctx, this, 0, mortise.Record{"phone": "13800138009"})
	require.NoError(t, err)
	_, err = families.Create(ctx, mortise.Record{"name": "again", "phone": "13800138000"})
	require.Equal(t, this, duplicates(t, err)[0].Record, "what was merged away stands for the survivor")
	_, err = families.Update(ctx, this, 0, mortise.Record{"phone": "13800138000"})
	require.NoError(t, err, "and is no duplicate of it")
}

func TestMergeIsForWhoHoldsItOnBoth(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := newVillage(t)
	ann, clerk := s.NewUser(t, "Ann", []string{"clerk"})
	families := s.Admin.Records("family")
	mine := made(t, families, mortise.Record{"name": "Mine", "owner": ann})
	other := made(t, families, mortise.Record{"name": "canary"})
	_, err := clerk.Records("family").Merge(ctx, mine, mortise.MergeRequest{With: other})
	refused(t, err, "not_found")
	_, err = clerk.Records("family").Merge(ctx, other, mortise.MergeRequest{With: mine})
	refused(t, err, "not_found")
	_, err = clerk.Records("family").Unmerge(ctx, mine, other)
	refused(t, err, "not_found")
	_, err = families.Merge(ctx, mine, mortise.MergeRequest{With: mine})
	refused(t, err, "invalid", "/with", "merge_with_itself")
	second := made(t, families, mortise.Record{"name": "Second", "owner": ann})
	_, err = clerk.Records("family").Merge(ctx, mine, mortise.MergeRequest{With: second, Fields: map[string]string{"owner": "other"}})
	refused(t, err, "field_not_writable")
	_, err = clerk.Records("family").Merge(ctx, mine, mortise.MergeRequest{With: second, Fields: map[string]string{"nmae": "other", "name": "both"}})
	refused(t, err, "invalid", "/fields/name", "not_an_option", "/fields/nmae", "unknown_field")
	_, err = clerk.Records("family").Unmerge(ctx, mine, second)
	refused(t, err, "not_merged")
	for _, family := range []string{mine, second} {
		made(t, s.Admin.Records("visit"), mortise.Record{"family": family, "slot": 7})
	}
	_, err = clerk.Records("family").Merge(ctx, mine, mortise.MergeRequest{With: second})
	refused(t, err, "merge_not_unique")
	rec, err := families.Get(ctx, second)
	require.NoError(t, err)
	require.Nil(t, rec["archived_at"], "nothing is left of a merge that was refused")
}

func TestUnmergeKeepsWhatWasChangedSince(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := newVillage(t)
	families := s.Admin.Records("family")
	this := made(t, families, mortise.Record{"name": "Li"})
	other := made(t, families, mortise.Record{"name": "Lee", "size": 3, "phone": "13800138000"})
	third := made(t, families, mortise.Record{"name": "Third"})
	came := made(t, s.Admin.Records("visit"), mortise.Record{"family": other})
	stays := made(t, s.Admin.Records("visit"), mortise.Record{"family": other})
	_, err := families.Merge(ctx, this, mortise.MergeRequest{With: other})
	require.NoError(t, err)
	_, err = families.Update(ctx, this, 0, mortise.Record{"size": 4})
	require.NoError(t, err)
	_, err = s.Admin.Records("visit").Update(ctx, came, 0, mortise.Record{"family": third})
	require.NoError(t, err)
	undone, err := families.Unmerge(ctx, this, other)
	require.NoError(t, err)
	require.Equal(t, []string{"size"}, undone.Kept)
	require.EqualValues(t, 1, undone.Elsewhere)
	require.Nil(t, undone.Record["phone"])
	back, err := s.Admin.Records("visit").Get(ctx, stays)
	require.NoError(t, err)
	require.Equal(t, other, back["family"])
	rec, err := families.Get(ctx, other)
	require.NoError(t, err)
	require.Equal(t, "Lee", rec["name"])

	_, err = families.Merge(ctx, this, mortise.MergeRequest{With: other})
	require.NoError(t, err, "and again")
	exec(t, s, "UPDATE ws_main.merge SET until = now() - interval '1 hour'")
	_, err = families.Unmerge(ctx, this, other)
	refused(t, err, "merge_final")
}

// checksums are of all that a merge may change, but when and how often.
func checksums(t *testing.T, db *pgx.Conn) string {
	t.Helper()
	var out strings.Builder
	for _, table := range []string{"e_f1f9q2m7xa", "e_v1f9q2m7xa", "e_w1f9q2m7xa", "l_fab2c3d4e5", "l_w3b2c3d4e5", "share", "closure"} {
		var sum *string
		require.NoError(t, db.QueryRow(t.Context(), `SELECT md5(string_agg(row::text, ';' ORDER BY row::text)) FROM
			(SELECT to_jsonb(t) - 'version' - 'updated_at' - 'updated_by' AS row FROM ws_main."`+table+`" t) x`).Scan(&sum))
		if sum != nil {
			fmt.Fprintln(&out, table, *sum)
		}
	}
	return out.String()
}

func TestUnmergeGivesBackTheSameData(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := newVillage(t)
	db, err := pgx.Connect(ctx, s.DSN())
	require.NoError(t, err)
	t.Cleanup(func() { _ = db.Close(context.Background()) })
	families := s.Admin.Records("family")
	random := rand.New(rand.NewPCG(5, 4))
	var ids []string
	some := func(n int) []string {
		list := []string{}
		for _, i := range random.Perm(len(ids))[:min(n, len(ids))] {
			list = append(list, ids[i])
		}
		return list
	}
	for i := range 10 {
		values := mortise.Record{"name": fmt.Sprint("f", i), "friends": some(random.IntN(3)), "words": []string{fmt.Sprint("w", i%4)}}
		for name, v := range map[string]any{"phone": fmt.Sprintf("+86138001380%02d", i), "size": float64(i) + 0.5, "since": "2026-01-31", "seen": "2026-01-31T12:00:00.123456Z"} {
			if random.IntN(2) == 0 {
				values[name] = v
			}
		}
		if one := some(1); len(one) > 0 && random.IntN(2) == 0 {
			values["above"] = one[0]
		}
		ids = append(ids, made(t, families, values))
	}
	user, _ := s.NewUser(t, "Ann", []string{"clerk"})
	for i, id := range ids {
		made(t, s.Admin.Records("visit"), mortise.Record{"title": "v", "family": id, "slot": i})
		made(t, s.Admin.Records("feast"), mortise.Record{"title": "w", "guests": some(4), "about": "family/" + id})
		if i%3 == 0 {
			_, err := families.Share(ctx, id, mortise.ShareRequest{To: map[string]string{"user": user}, Level: "read"})
			require.NoError(t, err)
		}
	}
	for range 12 {
		pair := some(2)
		if random.IntN(4) == 0 {
			require.NoError(t, families.Archive(ctx, pair[1]))
		}
		q := mortise.MergeRequest{With: pair[1], Fields: map[string]string{}}
		for _, name := range []string{"name", "phone", "words", "friends", "since"} {
			q.Fields[name] = []string{"this", "other"}[random.IntN(2)]
			if random.IntN(2) == 0 {
				delete(q.Fields, name)
			}
		}
		before := checksums(t, db)
		_, err := families.Merge(ctx, pair[0], q)
		if p, _ := mortise.AsProblem(err); p != nil && p.Code == "merge_circle" {
			require.Equal(t, before, checksums(t, db))
			continue
		}
		require.NoError(t, err)
		require.NotEqual(t, before, checksums(t, db))
		_, err = families.Unmerge(ctx, pair[0], pair[1])
		require.NoError(t, err)
		require.Equal(t, before, checksums(t, db))
		_, _ = families.Restore(ctx, pair[1])
	}
}
