package record_test

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

const prospect = `{"$schema":"mortise:entity","name":"prospect","title":"Prospect","x-id":"p1f9q2m7xa","type":"object","x-label":"name","x-owner":"owner",
"properties":{
 "name":{"x-field":"text","x-id":"p2r7k0v3qd"},
 "owner":{"x-field":"user","x-id":"p3b2c3d4e5"},
 "phone":{"x-field":"phone","x-id":"p4b2c3d4e5","x-region":"CN"},
 "chat":{"x-field":"text","x-id":"p5b2c3d4e5"},
 "mail":{"x-field":"email","x-id":"p6b2c3d4e5"},
 "city":{"x-field":"text","x-id":"p7b2c3d4e5"},
 "code":{"x-field":"text","x-id":"p8b2c3d4e5"}},
"required":["name"],
"x-unique":[{"fields":["code"]}],
"x-duplicates":[
 {"match":["phone"],"reveal":"owner","message":"This number is known."},
 {"match":["chat"],"compare":"case"},
 {"match":["mail"],"reveal":"owner"},
 {"match":["name","city"],"refuse":false}]}`

// newBazaar is a server with prospects: sellers read and change their own.
func newBazaar(t *testing.T, more ...mortise.Document) *serving.Server {
	t.Helper()
	s := serving.Start(t)
	grant := func(name, body string) mortise.Document {
		return document(t, definition.KindGrant, name, `{"name":"`+name+`",`+body+`}`)
	}
	s.Publish(t, append([]mortise.Document{
		document(t, definition.KindEntity, "prospect", prospect),
		document(t, definition.KindRole, "seller", `{"name":"seller","x-id":"d1g2kq0x2m","title":"Seller"}`),
		document(t, definition.KindRole, "looker", `{"name":"looker","x-id":"d2g2kq0x2m","title":"Looker"}`),
		grant("seller_own", `"entity":"prospect","role":"seller","actions":["read","update","create","import","archive","merge","history"],"scope":"own","read":"all","write":"all"`),
		grant("looker_all", `"entity":"prospect","role":"looker","actions":["read","create"],"scope":"all","read":{"only":["name"]},"write":"all"`),
		grant("root_all", `"entity":"prospect","role":"administrator","actions":["read","update","create","import","archive","restore","merge","history","purge"],"scope":"all","read":"all","write":"all"`),
	}, more...))
	return s
}

// duplicates gives what a refusal says of duplicates.
func duplicates(t *testing.T, err error) []mortise.Duplicate {
	t.Helper()
	refused(t, err, "duplicate_record")
	return mortise.DuplicatesOf(err)
}

// body is the refusal as it came.
func body(t *testing.T, err error) string {
	t.Helper()
	p, ok := mortise.AsProblem(err)
	require.True(t, ok, "%v", err)
	return string(p.Body)
}

func exec(t *testing.T, s *serving.Server, sql string, args ...any) {
	t.Helper()
	db, err := pgx.Connect(t.Context(), s.DSN())
	require.NoError(t, err)
	_, err = db.Exec(t.Context(), sql, args...)
	require.NoError(t, err)
	require.NoError(t, db.Close(t.Context()))
}

func TestDuplicateIsRefusedWhoeverOwnsIt(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := newBazaar(t)
	_, ann := s.NewUser(t, "Ann", []string{"seller"})
	_, dan := s.NewUser(t, "Dan", []string{"seller"})
	his := made(t, ann.Records("prospect"), mortise.Record{"name": "canary-li", "phone": "138 0013 8000", "chat": "Li_Lei", "city": "Xi'an"})
	prospects := dan.Records("prospect")

	_, err := prospects.Create(ctx, mortise.Record{"name": "Li", "phone": "+86 138-0013-8000", "chat": "li_lei"})
	require.Equal(t, []mortise.Duplicate{
		{Fields: []string{"phone"}, Refused: true, Owner: "Ann"},
		{Fields: []string{"chat"}, Refused: true},
	}, duplicates(t, err), "the owner only where the rule reveals him, and no more")
	refused(t, err, "duplicate_record", "/phone", "duplicate_record", "/chat", "duplicate_record")
	require.NotContains(t, body(t, err), "canary")
	require.NotContains(t, body(t, err), his)

	_, err = prospects.Create(ctx, mortise.Record{"name": "Ｃａｎａｒｙ－Ｌi", "city": "XI’AN"})
	require.Contains(t, body(t, err), `"may_insist":true`)
	require.NoError(t, s.Admin.Records("prospect").Archive(ctx, his))
	_, err = prospects.Create(ctx, mortise.Record{"name": "Li", "phone": "13800138000"})
	require.Len(t, duplicates(t, err), 1, "archived ones count")
}

// TestDescribeNamesTheFieldsOfDuplicates: of rules all of whose fields the
// caller reads; others would tell him of fields that are not there for him.
func TestDescribeNamesTheFieldsOfDuplicates(t *testing.T) {
	t.Parallel()
	s := newBazaar(t)
	_, ann := s.NewUser(t, "Ann", []string{"seller"})
	_, lou := s.NewUser(t, "Lou", []string{"looker"})
	of := func(c *mortise.Client) []string {
		d, err := c.Describe(context.Background(), "prospect")
		require.NoError(t, err)
		return d.Entities[0].Duplicates
	}
	require.Equal(t, []string{"phone", "chat", "mail", "name", "city"}, of(ann))
	require.Empty(t, of(lou))
}

func TestDuplicateOfAReadableRecordLeadsToIt(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := newBazaar(t)
	_, ann := s.NewUser(t, "Ann", []string{"seller"})
	_, lou := s.NewUser(t, "Lou", []string{"looker"})
	mine := made(t, ann.Records("prospect"), mortise.Record{"name": "Mine", "mail": "Mine@example.test"})
	_, err := ann.Records("prospect").Create(ctx, mortise.Record{"name": "Again", "mail": "mine@EXAMPLE.test"})
	require.Equal(t, []mortise.Duplicate{{Fields: []string{"mail"}, Refused: true, Owner: "Ann", Record: mine, Label: "Mine"}}, duplicates(t, err))
	_, err = lou.Records("prospect").Create(ctx, mortise.Record{"name": "Again", "mail": "mine@example.test"})
	require.Equal(t, []mortise.Duplicate{{Fields: []string{"mail"}, Refused: true, Owner: "Ann"}}, duplicates(t, err),
		"who reads the record without the field does not learn which it is")
	unowned := made(t, s.Admin.Records("prospect"), mortise.Record{"name": "Nobody's", "phone": "13800138001", "owner": nil})
	_, err = lou.Records("prospect").Create(ctx, mortise.Record{"name": "x", "phone": "13800138001"})
	require.Equal(t, []mortise.Duplicate{{Fields: []string{"phone"}, Refused: true, Unowned: true}}, duplicates(t, err))
	require.NotContains(t, body(t, err), unowned)
}

func TestChangedMatchIsRefusedAndAnUnchangedOneIsNot(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := newBazaar(t)
	_, ann := s.NewUser(t, "Ann", []string{"seller"})
	all := ann.Records("prospect")
	made(t, all, mortise.Record{"name": "One", "phone": "13800138000", "city": "Wuhan"})
	two := made(t, all, mortise.Record{"name": "Two", "chat": "two", "city": "Wuhan"})
	_, err := all.Update(ctx, two, 0, mortise.Record{"phone": "13800138000"})
	require.Len(t, duplicates(t, err), 1)
	_, err = all.Update(ctx, two, 0, mortise.Record{"phone": "13800138002", "chat": "TWO"})
	require.NoError(t, err, "a record is no duplicate of itself")
	_, err = all.Update(ctx, two, 0, mortise.Record{"name": "ONE"})
	require.Len(t, duplicates(t, err), 1, "the city that is not written counts, too")
	exec(t, s, `UPDATE ws_main.e_p1f9q2m7xa SET f_p4b2c3d4e5 = '+8613800138000' WHERE id = $1::uuid`, two)
	_, err = all.Update(ctx, two, 0, mortise.Record{"phone": "13800138000", "city": "Beijing"})
	require.NoError(t, err, "an older duplicate does not stand in the way of what changes nothing of it")
}

func TestWhoInsistsEntersWhatIsNotRefused(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := newBazaar(t)
	all := s.Admin.Records("prospect")
	made(t, all, mortise.Record{"name": "Wang Wei", "city": "Beijing", "phone": "13800138000"})
	_, err := all.CreateAnyway(ctx, mortise.Record{"name": "Wang Wei", "city": "Beijing", "phone": "13800138000"})
	require.Len(t, duplicates(t, err), 1, "the telephone number is refused all the same")
	_, err = all.CreateAnyway(ctx, mortise.Record{"name": "Wang Wei", "city": "Beijing"})
	require.NoError(t, err)
}

func TestOfManyAtOnceOneEnters(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := newBazaar(t)
	var wait sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		wait.Go(func() {
			_, errs[i] = s.Admin.Records("prospect").Create(ctx, mortise.Record{"name": "x", "phone": "13800138000"})
		})
	}
	wait.Wait()
	entered := 0
	for _, err := range errs {
		if err == nil {
			entered++
		} else {
			refused(t, err, "duplicate_record")
		}
	}
	require.Equal(t, 1, entered)
}

func TestImportRefusesDuplicatesRowByRow(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := newBazaar(t)
	_, ann := s.NewUser(t, "Ann", []string{"seller"})
	made(t, s.Admin.Records("prospect"), mortise.Record{"name": "There", "phone": "13800138000"})
	done, err := ann.Records("prospect").Import(ctx, strings.NewReader("name,phone\na,13800138001\nb,13800138000\nc,138 0013 8001\nd,13800138003\n"), mortise.ImportOptions{})
	require.NoError(t, err)
	require.EqualValues(t, 2, done.Created)
	require.Len(t, done.Errors, 2, "one that is there, and one that the file has twice")
}

func TestDryImportIsNoWayToProbe(t *testing.T) {
	t.Parallel()
	s := newBazaar(t)
	s.Work(t)
	_, ann := s.NewUser(t, "Ann", []string{"seller"})
	made(t, s.Admin.Records("prospect"), mortise.Record{"name": "There", "phone": "13800138000"})
	made(t, ann.Records("prospect"), mortise.Record{"name": "Hers", "phone": "13800138001"})
	failed := func() int64 {
		f, err := ann.Upload(t.Context(), "a.csv", strings.NewReader("name,phone\na,13800138000\nb,13800138001\n"))
		require.NoError(t, err)
		job, err := ann.Records("prospect").ImportFile(t.Context(), mortise.ImportOrder{File: f.ID, Dry: true})
		require.NoError(t, err)
		job, err = ann.WaitJob(t.Context(), job.ID, nil)
		require.NoError(t, err)
		return job.Counts["failed"]
	}
	require.EqualValues(t, 2, failed())
	exec(t, s, "UPDATE ws_main.duplicate_probe SET probes = 300")
	require.EqualValues(t, 1, failed(), "past the limit, only of what she reads")
}

func TestOwnerIsToldOnceADay(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := newBazaar(t)
	annID, ann := s.NewUser(t, "Ann", []string{"seller"})
	_, dan := s.NewUser(t, "Dan", []string{"seller"})
	_, eve := s.NewUser(t, "Eve", []string{"seller"})
	his := made(t, ann.Records("prospect"), mortise.Record{"name": "Li", "phone": "13800138000"})
	for _, c := range []*mortise.Client{dan, dan, eve, ann} {
		_, err := c.Records("prospect").Create(ctx, mortise.Record{"name": "Li", "phone": "13800138000"})
		refused(t, err, "duplicate_record")
	}
	page, err := ann.Records("notification").List(ctx, mortise.ListOptions{Filter: `kind == "duplicate_entered"`, Sort: []string{"created_at"}})
	require.NoError(t, err)
	require.Len(t, page.Data, 2, "once for each author, and not for oneself")
	require.Contains(t, page.Data[0].Text("text"), "Dan")
	require.Equal(t, his, page.Data[0].Text("subject"))
	require.Equal(t, annID, page.Data[0].Text("user"))
	todo, err := ann.Records("todo").List(ctx, mortise.ListOptions{})
	require.NoError(t, err)
	require.Len(t, todo.Data, 1, "one task about it, while it is open")
	require.Equal(t, []string{annID, "prospect/" + his, "open"}, []string{todo.Data[0].Text("owner"), todo.Data[0].Text("about"), todo.Data[0].Text("status")})
	require.Contains(t, todo.Data[0].Text("title"), "Dan")
	_, err = ann.Records("todo").Update(ctx, todo.Data[0].ID(), 0, mortise.Record{"status": "done"})
	require.NoError(t, err)
	_, fay := s.NewUser(t, "Fay", []string{"seller"})
	_, err = fay.Records("prospect").Create(ctx, mortise.Record{"name": "Li", "phone": "13800138000"})
	refused(t, err, "duplicate_record")
	todo, err = ann.Records("todo").List(ctx, mortise.ListOptions{Sort: []string{"created_at"}})
	require.NoError(t, err)
	require.Len(t, todo.Data, 2)
	require.Contains(t, todo.Data[1].Text("title"), "Fay")
}

// TestOwnerIsToldOfWhatIsSentOnce: with an Idempotency-Key a refused write undoes
// all that it did, and the owner is told all the same.
func TestOwnerIsToldOfWhatIsSentOnce(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := newBazaar(t)
	_, ann := s.NewUser(t, "Ann", []string{"seller"})
	made(t, ann.Records("prospect"), mortise.Record{"name": "Li", "phone": "13800138000"})
	for name, r := range map[string]mortise.Request{
		"Dan": {Path: "/api/v1/records/prospect", Body: strings.NewReader(`{"name":"Li","phone":"13800138000"}`)},
		"Eve": {Path: "/api/v1/batch", Body: strings.NewReader(`{"operations":[{"action":"create","entity":"prospect","fields":{"name":"Li","phone":"13800138000"}}]}`)},
	} {
		_, c := s.NewUser(t, name, []string{"seller"})
		r.Method, r.Header = http.MethodPost, http.Header{"Idempotency-Key": {"once-" + name}}
		_, err := c.Do(ctx, r)
		require.Error(t, err, name)
		page, err := ann.Records("notification").List(ctx, mortise.ListOptions{Filter: `kind == "duplicate_entered" and text contains "` + name + `"`})
		require.NoError(t, err)
		require.Len(t, page.Data, 1, name)
	}
}

func TestProbeTellsWhatAWriteWouldBeRefusedFor(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := newBazaar(t)
	_, ann := s.NewUser(t, "Ann", []string{"seller"})
	_, dan := s.NewUser(t, "Dan", []string{"seller"})
	his := made(t, ann.Records("prospect"), mortise.Record{"name": "Li", "phone": "13800138000", "city": "Wuhan"})
	prospects := dan.Records("prospect")
	list, err := prospects.FindDuplicates(ctx, "", mortise.Record{"phone": "138 0013 8000", "chat": "—"})
	require.NoError(t, err)
	require.Equal(t, []mortise.Duplicate{{Fields: []string{"phone"}, Refused: true, Owner: "Ann"}}, list)
	list, err = prospects.FindDuplicates(ctx, "", mortise.Record{"phone": "13800138009", "name": "Li"})
	require.NoError(t, err)
	require.Empty(t, list, "of a name alone nothing is known")
	mine := made(t, prospects, mortise.Record{"name": "Wu", "city": "WUHAN"})
	list, err = prospects.FindDuplicates(ctx, mine, mortise.Record{"name": "li"})
	require.NoError(t, err)
	require.Equal(t, []mortise.Duplicate{{Fields: []string{"name", "city"}}}, list, "with the city that it has")
	_, err = prospects.FindDuplicates(ctx, his, mortise.Record{"name": "li"})
	refused(t, err, "not_found")
	_, err = prospects.FindDuplicates(ctx, "", mortise.Record{"phone": "12", "nmae": "x"})
	refused(t, err, "invalid", "/nmae", "unknown_field", "/phone", "invalid_phone")
	v, err := prospects.Validate(ctx, "", mortise.Record{"name": "x", "phone": "13800138000"})
	require.NoError(t, err)
	require.Equal(t, "duplicate_record", v.Errors[0].Code)
	exec(t, s, "UPDATE ws_main.duplicate_probe SET probes = 300")
	_, err = prospects.FindDuplicates(ctx, "", mortise.Record{"phone": "13800138000"})
	refused(t, err, "too_many_probes")
	v, err = prospects.Validate(ctx, "", mortise.Record{"name": "x", "phone": "13800138000"})
	require.NoError(t, err)
	require.Empty(t, v.Errors, "past the limit a dry run tells nothing")
}

func TestListOfDuplicatesAmongWhatTheCallerReads(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := newBazaar(t)
	_, ann := s.NewUser(t, "Ann", []string{"seller"})
	_, lou := s.NewUser(t, "Lou", []string{"looker"})
	var ids []string
	for _, name := range []string{"a", "b", "c", "d"} {
		ids = append(ids, made(t, ann.Records("prospect"), mortise.Record{"name": name}))
	}
	his := made(t, s.Admin.Records("prospect"), mortise.Record{"name": "canary"})
	phone := "UPDATE ws_main.e_p1f9q2m7xa SET f_p4b2c3d4e5 = $2 WHERE id = ANY($1::uuid[])"
	exec(t, s, phone, []string{ids[0], ids[1], his}, "+8613800138000")
	exec(t, s, phone, []string{ids[2], ids[3]}, "+8613800138001")
	groups, next, err := ann.Records("prospect").Duplicates(ctx, 0, "")
	require.NoError(t, err)
	require.Empty(t, next)
	require.Len(t, groups, 2)
	require.Equal(t, []any{int64(2), "a", "b"}, []any{groups[0].Count, groups[0].Records[0].Label, groups[0].Records[1].Label})
	groups, _, err = s.Admin.Records("prospect").Duplicates(ctx, 0, "")
	require.NoError(t, err)
	require.EqualValues(t, 3, groups[0].Count)
	groups, _, err = lou.Records("prospect").Duplicates(ctx, 0, "")
	require.NoError(t, err)
	require.Empty(t, groups, "who reads no number learns of none")
	_, _, err = ann.Records("prospect").Duplicates(ctx, 9, "")
	refused(t, err, "invalid", "?rule", "out_of_range")
}
