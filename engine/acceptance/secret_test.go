package acceptance_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/app"
	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

const vault = `{"$schema":"mortise:entity","name":"vault","title":"Vault","x-id":"n1f9q2m7xa","type":"object","x-label":"title","properties":{
 "title":{"x-field":"text","x-id":"n2r7k0v3qd","maxLength":40},"token":{"x-field":"secret","x-id":"n3r7k0v3qd","maxLength":30}}}`

// canary is the text of a secret, planted to be looked for everywhere.
const canary = "canary-of-a-secret"

// TestSecretsAreNowhereToBeSeen plants a secret and looks for it in every
// answer, every log line, and every column of every table of the database.
func TestSecretsAreNowhereToBeSeen(t *testing.T) {
	logged := logs(t)
	ctx := context.Background()
	s := serving.Start(t)
	s.Publish(t, []mortise.Document{
		{Kind: "entity", Name: "vault", Body: json.RawMessage(vault)},
		{Kind: "grant", Name: "vault", Body: json.RawMessage(`{"name":"vault","entity":"vault","role":"administrator","actions":["read","create","update","history","export","import"],"scope":"all","read":"all","write":"all"}`)},
		{Kind: "role", Name: "keeper", Body: json.RawMessage(`{"name":"keeper","x-id":"n4r7k0v3qd","title":"Keeper"}`)},
		{Kind: "grant", Name: "kept", Body: json.RawMessage(`{"name":"kept","entity":"vault","role":"keeper","actions":["read","create","update"],"scope":"all","read":"all","write":"all"}`)},
		{Kind: "obligation", Name: "two_keys", Body: json.RawMessage(`{"name":"two_keys","entity":"vault","actions":["update"],"when":"title == \"one\"","except":["administrator"],"needs":"approval","by":"administrator"}`)},
	})
	vaults := s.Admin.Records("vault")
	rec, err := vaults.Create(ctx, mortise.Record{"title": "one", "token": canary})
	require.NoError(t, err)
	require.Equal(t, true, rec["token"], "that it is there can be seen")
	_, err = vaults.Update(ctx, rec.ID(), 0, mortise.Record{"token": canary + "-2"})
	require.NoError(t, err)
	_, err = vaults.Import(ctx, strings.NewReader("title,token\nimported,"+canary+"\n"), mortise.ImportOptions{})
	require.NoError(t, err)

	answers := seen(t, s, vaults, rec.ID()) + approved(t, s, rec.ID())
	require.Contains(t, answers, `"token"`, "the field is known")
	require.NotContains(t, answers, canary)
	require.NotContains(t, logged(), canary)
	everywhere := dump(t, s.DSN())
	require.Contains(t, everywhere, "imported", "the dump shows what is kept")
	require.NotContains(t, everywhere, canary)

	plain, err := reveal(t, s, rec.ID(), "send a message")
	require.NoError(t, err)
	require.Equal(t, canary+"-2", plain)
	require.Contains(t, dump(t, s.DSN()), "send a message", "who revealed it is in the audit")
	_, err = reveal(t, s, rec.ID(), " ")
	require.Error(t, err, "without a reason nothing is revealed")
	rotates(t, s, rec.ID())
	require.NotContains(t, dump(t, s.DSN())+logged(), canary)
}

// seen asks every question about the record that shows anything of it.
func seen(t *testing.T, s *serving.Server, vaults mortise.Records, id string) string {
	t.Helper()
	ctx := context.Background()
	var all bytes.Buffer
	get := func(path string) {
		at, query, _ := strings.Cut(path, "?")
		values, err := url.ParseQuery(query)
		require.NoError(t, err)
		r, _ := s.Admin.Do(ctx, mortise.Request{Method: "GET", Path: at, Query: values})
		require.NotNil(t, r, path)
		fmt.Fprintln(&all, r.Status, string(r.Body))
	}
	for _, path := range []string{
		"/records/vault", "/records/vault/" + id, "/records/vault/" + id + "/history", "/approvals", "/describe", "/records/vault/" + id + "/dependants",
		"/access/explain?entity=vault&action=update&id=" + id, "/access/explain?entity=vault&action=read&field=token&id=" + id,
		"/access/who?entity=vault&action=read&id=" + id, "/access/what?entity=vault&counts=true", "/access/health",
		"/records/vault?filter=token+%3D%3D+%22" + canary[:6] + "%22", "/records/vault?filter=%7B%22token%22%3A%7B%22nempty%22%3Atrue%7D%7D",
		"/records/vault?sort=token", "/audit",
	} {
		get("/api/v1" + path)
	}
	_, err := vaults.Create(ctx, mortise.Record{"title": strings.Repeat("x", 50), "token": strings.Repeat(canary, 3)})
	require.Error(t, err, "too long")
	fmt.Fprintln(&all, err)
	_, err = vaults.Create(ctx, mortise.Record{"title": "x", "token": "\x00" + canary})
	require.Error(t, err)
	fmt.Fprintln(&all, err)
	require.NoError(t, vaults.Export(ctx, &all, mortise.ListOptions{}))
	all.WriteString(supposed(t, s))
	return all.String()
}

// supposed asks what a draft would change, which shows examples of records.
func supposed(t *testing.T, s *serving.Server) string {
	t.Helper()
	ctx := context.Background()
	require.NoError(t, s.Admin.Definitions().Put(ctx, mortise.Document{Kind: "grant", Name: "kept", Body: json.RawMessage(
		`{"name":"kept","entity":"vault","role":"keeper","actions":["read"],"scope":"all","when":"title == \"one\"","read":"all","write":"all"}`)}))
	r, err := s.Admin.Do(ctx, mortise.Request{Method: "POST", Path: "/api/v1/draft:whatif", Body: strings.NewReader(`{}`)})
	require.NoError(t, err)
	require.Contains(t, string(r.Body), `"vault"`)
	require.NoError(t, s.Admin.Definitions().Discard(ctx))
	return string(r.Body)
}

// approved asks for a change of the record that another one has to approve, and
// has it approved; what is stored meanwhile is looked at here.
func approved(t *testing.T, s *serving.Server, id string) string {
	t.Helper()
	ctx := context.Background()
	_, keeper := s.NewUser(t, "keeper", []string{"keeper"})
	var all strings.Builder
	do := func(c *mortise.Client, method, path, body string) []byte {
		r, err := c.Do(ctx, mortise.Request{Method: method, Path: "/api/v1" + path, Body: strings.NewReader(body)})
		require.NoError(t, err, path)
		all.Write(r.Body)
		return r.Body
	}
	var asked struct{ Request struct{ ID string } }
	_, err := keeper.Do(ctx, mortise.Request{Method: "PATCH", Path: "/api/v1/records/vault/" + id + "?request=approval", Body: strings.NewReader(`{"title":"two","token":"` + canary + `-3"}`)})
	require.Error(t, err, "a request would have to keep the secret")
	fmt.Fprintln(&all, err)
	require.NoError(t, json.Unmarshal(do(keeper, "PATCH", "/records/vault/"+id+"?request=approval", `{"title":"two"}`), &asked))
	everywhere := dump(t, s.DSN())
	require.Contains(t, everywhere, asked.Request.ID)
	require.NotContains(t, everywhere, canary)
	for _, c := range []*mortise.Client{s.Admin, keeper} {
		do(c, "GET", "/records/approval/"+asked.Request.ID+"/request", "")
		do(c, "GET", "/records/approval/"+asked.Request.ID, "")
		do(c, "GET", "/records/approval", "")
	}
	do(s.Admin, "POST", "/records/approval/"+asked.Request.ID+":approve", `{"comment":"because"}`)
	return all.String()
}

// rotates has the key changed by the command, and another one forged.
func rotates(t *testing.T, s *serving.Server, id string) {
	t.Helper()
	ctx := context.Background()
	c, err := pgx.Connect(ctx, s.DSN())
	require.NoError(t, err)
	defer c.Close(ctx)
	var before, after string
	const sealed = "SELECT f_n3r7k0v3qd FROM ws_main.e_n1f9q2m7xa WHERE id = $1"
	require.NoError(t, c.QueryRow(ctx, sealed, id).Scan(&before))
	var out bytes.Buffer
	fresh := strings.Repeat("7a", 32)
	err = app.RotateSecrets(ctx, app.SecretRotation{DatabaseURL: s.DSN(), Workspace: "main", SecretKey: fresh, Out: &out})
	require.Error(t, err, "the data keys need the master key before it")
	require.NoError(t, app.RotateSecrets(ctx, app.SecretRotation{DatabaseURL: s.DSN(), Workspace: "main", SecretKey: serving.MasterKey, Out: &out}))
	require.Contains(t, out.String(), "2 values")
	require.NoError(t, c.QueryRow(ctx, sealed, id).Scan(&after))
	require.NotEqual(t, strings.Split(before, ".")[1], strings.Split(after, ".")[1], "another data key")
	plain, err := reveal(t, s, id, "after the rotation")
	require.NoError(t, err)
	require.Equal(t, canary+"-2", plain)

	_, err = c.Exec(ctx, "UPDATE ws_main.e_n1f9q2m7xa SET f_n3r7k0v3qd = $1 WHERE id <> $2", after, id)
	require.NoError(t, err)
	var other string
	require.NoError(t, c.QueryRow(ctx, "SELECT id::text FROM ws_main.e_n1f9q2m7xa WHERE id <> $1", id).Scan(&other))
	_, err = reveal(t, s, other, "a copy")
	require.Error(t, err, "a sealed text is bound to its record")
}

// reveal opens the secret as the system does.
func reveal(t *testing.T, s *serving.Server, id, reason string) (string, error) {
	t.Helper()
	ctx := context.Background()
	me, err := s.Admin.Me(ctx)
	require.NoError(t, err)
	c, err := s.App.CallerOf(ctx, "main", me.User.ID)
	require.NoError(t, err)
	return s.App.Records.Reveal(ctx, c, "vault", id, "token", reason)
}

// dump gives the text of every row of every table of the database.
func dump(t *testing.T, dsn string) string {
	t.Helper()
	ctx := context.Background()
	c, err := pgx.Connect(ctx, dsn)
	require.NoError(t, err)
	defer c.Close(ctx)
	rows, err := c.Query(ctx, "SELECT format('SELECT t::text FROM %I.%I t', table_schema, table_name) FROM information_schema.tables "+
		"WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')")
	require.NoError(t, err)
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	var all strings.Builder
	for _, sql := range tables {
		rows, err := c.Query(ctx, sql)
		require.NoError(t, err, sql)
		list, err := pgx.CollectRows(rows, pgx.RowTo[string])
		require.NoError(t, err, sql)
		all.WriteString(strings.Join(list, "\n"))
	}
	return all.String()
}

// logs listens to the log until the test ends.
func logs(t *testing.T) func() string {
	t.Helper()
	var mu sync.Mutex
	var kept bytes.Buffer
	w := writerFunc(func(p []byte) (int, error) {
		mu.Lock()
		defer mu.Unlock()
		return kept.Write(p)
	})
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(io.MultiWriter(w, os.Stderr), &slog.HandlerOptions{Level: slog.LevelDebug})))
	t.Cleanup(func() { slog.SetDefault(before) })
	return func() string {
		mu.Lock()
		defer mu.Unlock()
		return kept.String()
	}
}

type writerFunc func(p []byte) (int, error)

// Write implements io.Writer.
func (f writerFunc) Write(p []byte) (int, error) { return f(p) }
