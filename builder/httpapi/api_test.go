package httpapi_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/builder/draft"
	"github.com/mortise-crm/mortise/builder/httpapi"
	"github.com/mortise-crm/mortise/builder/publish"
	"github.com/mortise-crm/mortise/builder/release"
	"github.com/mortise-crm/mortise/engine/approval"
	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/enginetest"
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

type bundle struct {
	*testing.T
	app     *fiber.App
	callers map[string]httpapi.Caller
}

var status = map[problem.Kind]int{
	problem.Malformed: 400, problem.Unauthenticated: 401, problem.Forbidden: 403, problem.NotFound: 404,
	problem.Conflict: 409, problem.Stale: 412, problem.TooLarge: 413, problem.Invalid: 422, problem.Internal: 500,
}

func setup(t *testing.T) bundle {
	t.Helper()
	return setupWith(t, func(db *store.DB) *publish.Publisher {
		return publish.NewWith(db, publish.Stages{
			Check:      definition.ParseSet,
			Policies:   func(*definition.Set) ([]definition.Document, error) { return nil, nil },
			Compile:    func(_ context.Context, _, _ []definition.Document) error { return nil },
			ColumnType: func(*definition.Field) (string, bool) { return "text", true },
		})
	})
}

func setupWith(t *testing.T, newPublisher func(db *store.DB) *publish.Publisher) bundle {
	t.Helper()
	db, err := store.Open(t.Context(), enginetest.NewDatabase(t), store.Options{MaxConns: 4})
	require.NoError(t, err)
	t.Cleanup(db.Close)
	require.NoError(t, db.CreateWorkspace(t.Context(), store.Workspace{Name: "main", Title: "Main"}))
	permissions := map[string]map[string]bool{
		"owner":    {"design": true, "publish": true, "roles": true, "audit": true, "access": true},
		"designer": {"design": true, "publish": true}, "drafter": {"design": true}, "clerk": {},
		"warden": {"design": true, "publish": true, "roles": true},
	}
	b := bundle{T: t, callers: map[string]httpapi.Caller{}}
	for name, p := range permissions {
		b.callers[name] = httpapi.Caller{UserID: uuid.NewString(), Workspace: "main", Language: "en", Permissions: p, Owner: name == "owner"}
	}
	b.app = fiber.New(fiber.Config{ErrorHandler: func(c *fiber.Ctx, err error) error {
		p := problem.As(err)
		return c.Status(status[p.Kind]).JSON(fiber.Map{"code": p.Code, "errors": p.Details, "cause": err.Error()})
	}})
	publisher := newPublisher(db)
	httpapi.Register(b.app.Group("/api/v1"), httpapi.Deps{
		DB: db, Drafts: draft.New(db), Publisher: publisher, Releases: release.New(db, publisher, approval.New(db, nil, nil)), Reader: b.reader(db),
		Caller: func(c *fiber.Ctx) (httpapi.Caller, error) {
			caller, ok := b.callers[c.Get("X-Caller")]
			if !ok {
				return httpapi.Caller{}, problem.New(problem.Unauthenticated, "unauthenticated")
			}
			return caller, nil
		},
	})
	return b
}

// reader gives the callers as authors.
func (b bundle) reader(db *store.DB) func(c *fiber.Ctx) (*record.Caller, error) {
	w := catalog.NewWorkspace("main", "Main", db)
	var resolve func(ctx context.Context, name string) (*record.Caller, error)
	resolve = func(ctx context.Context, name string) (*record.Caller, error) {
		state, err := w.Refresh(ctx)
		if err != nil {
			return nil, err
		}
		p := &identity.Principal{UserID: b.callers[name].UserID, Workspace: "main", Permissions: b.callers[name].Permissions, Owner: b.callers[name].Owner}
		return &record.Caller{Principal: p, Workspace: w, State: state, Language: "en", Now: time.Now(),
			Renew: func(ctx context.Context) (*record.Caller, error) { return resolve(ctx, name) }}, nil
	}
	return func(c *fiber.Ctx) (*record.Caller, error) { return resolve(c.UserContext(), c.Get("X-Caller")) }
}

type answer struct {
	status int
	etag   string
	body   []byte
	json   map[string]any
}

func (b bundle) call(caller, method, path, body string, headers ...string) answer {
	b.Helper()
	req := httptest.NewRequest(method, "/api/v1"+path, strings.NewReader(body))
	req.Header.Set("X-Caller", caller)
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	resp, err := b.app.Test(req, -1)
	require.NoError(b, err)
	defer func() { require.NoError(b, resp.Body.Close()) }()
	raw, err := io.ReadAll(resp.Body)
	require.NoError(b, err)
	a := answer{status: resp.StatusCode, etag: resp.Header.Get("ETag"), body: raw}
	if err := json.Unmarshal(raw, &a.json); err != nil && len(raw) > 0 {
		var syntax *json.SyntaxError
		require.False(b, errors.As(err, &syntax), "%s", raw)
	}
	return a
}

const note = `{"name": "note", "title": "Note", "type": "object", "properties": {"text": {"x-field": "text"}}}`

func TestAnEntityIsDraftedPlannedAndPublished(t *testing.T) {
	t.Parallel()
	b := setup(t)
	put := b.call("owner", "PUT", "/definitions/entity/note", note)
	require.Equal(t, 201, put.status, "%s", put.body)
	require.NotEmpty(t, put.json["x-id"])
	got := b.call("owner", "GET", "/definitions/entity/note", "")
	require.Equal(t, string(put.body), string(got.body))
	require.Equal(t, put.etag, got.etag)
	require.Equal(t, 404, b.call("designer", "GET", "/definitions/entity/note", "").status, "drafts are private")

	require.Equal(t, 200, b.call("owner", "POST", "/draft:check", "").status)
	plan := b.call("owner", "POST", "/draft:plan", "{}")
	require.Equal(t, 200, plan.status, "%s", plan.body)
	first := plan.json["steps"].([]any)[0].(map[string]any)
	require.Equal(t, "create_table", first["kind"])
	require.Equal(t, "Create the table of note with 1 fields", first["text"])

	published := b.call("owner", "POST", "/draft:publish", `{"comment": "notes"}`)
	require.Equal(t, 200, published.status, "%s", published.body)
	require.EqualValues(t, 1, published.json["revision"])
	require.Equal(t, 200, b.call("designer", "GET", "/definitions/entity/note", "").status)
	require.Empty(t, b.call("owner", "GET", "/draft", "").json["documents"])
	revisions := b.call("owner", "GET", "/revisions", "")
	require.Equal(t, "notes", revisions.json["data"].([]any)[0].(map[string]any)["comment"])
	require.Len(t, b.call("owner", "GET", "/revisions/1", "").json["data"], 1)
	require.Len(t, b.call("owner", "GET", "/definitions", "").json["data"], 1)
}

func TestDesignTimeNeedsPermissions(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for _, test := range []struct {
		caller, method, path string
		status               int
	}{
		{"nobody", "GET", "/definitions", 401},
		{"clerk", "GET", "/definitions", 403},
		{"clerk", "PUT", "/definitions/entity/note", 403},
		{"clerk", "POST", "/packages", 403},
		{"clerk", "GET", "/revisions", 403},
		{"clerk", "POST", "/draft:publish", 403},
		{"drafter", "POST", "/draft:publish", 403},
		{"drafter", "GET", "/draft", 200},
	} {
		got := b.call(test.caller, test.method, test.path, "{}")
		require.Equal(t, test.status, got.status, "%s %s %s: %s", test.caller, test.method, test.path, got.body)
	}
}

func TestNobodyPublishesMoreThanHeMayGive(t *testing.T) {
	t.Parallel()
	b := setup(t)
	grant := `{"name": "g", "role": "reader", "entity": "note", "actions": ["read"], "scope": "all"}`
	require.Equal(t, 201, b.call("designer", "PUT", "/definitions/grant/g", grant).status)
	require.Equal(t, 403, b.call("designer", "POST", "/draft:publish", "").status)
	for name, body := range map[string]string{
		"boss":    `{"name": "boss", "title": "Boss", "owner": true}`,
		"auditor": `{"name": "auditor", "title": "Auditor", "permissions": ["audit"]}`,
	} {
		require.Equal(t, 201, b.call("warden", "PUT", "/definitions/role/"+name, body).status)
		got := b.call("warden", "POST", "/draft:publish", "")
		require.Equal(t, 403, got.status, "%s", got.body)
		require.Equal(t, 204, b.call("warden", "DELETE", "/draft", "").status)
	}
	require.Equal(t, 201, b.call("owner", "PUT", "/definitions/role/auditor", `{"name": "auditor", "title": "A", "permissions": ["audit"]}`).status)
	require.Equal(t, 200, b.call("owner", "POST", "/draft:publish", "").status)
}

func TestSavingIsOptimistic(t *testing.T) {
	t.Parallel()
	b := setup(t)
	first := b.call("owner", "PUT", "/definitions/entity/note", note, "If-None-Match", "*")
	require.Equal(t, 201, first.status)
	require.Equal(t, 412, b.call("owner", "PUT", "/definitions/entity/note", note, "If-None-Match", "*").status)
	require.Equal(t, 200, b.call("owner", "PUT", "/definitions/entity/note", note, "If-Match", first.etag).status)
	require.Equal(t, 412, b.call("owner", "DELETE", "/definitions/entity/note", "", "If-Match", `"other"`).status)
	require.Equal(t, 204, b.call("owner", "DELETE", "/definitions/entity/note", "", "If-Match", first.etag).status)
	require.Equal(t, 404, b.call("owner", "DELETE", "/definitions/entity/note", "").status)
}

func TestADraftThatOthersOvertookIsNotPublished(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for _, caller := range []string{"owner", "designer"} {
		require.Equal(t, 201, b.call(caller, "PUT", "/definitions/entity/note", note).status)
	}
	require.Equal(t, 200, b.call("designer", "POST", "/draft:publish", "").status)
	got := b.call("owner", "POST", "/draft:publish", "")
	require.Equal(t, 409, got.status, "%s", got.body)
	require.Equal(t, "draft_overtaken", got.json["code"])
	require.Equal(t, 409, b.call("owner", "POST", "/draft:check", "").status)
	open := b.call("owner", "GET", "/draft", "").json["conflicts"].([]any)
	require.NotEmpty(t, open)
	require.Equal(t, "/properties/text", open[0].(map[string]any)["pointer"], "two fields of one name: %v", open)
	mine := b.call("owner", "GET", "/definitions/entity/note", "")
	require.Equal(t, 200, b.call("owner", "PUT", "/definitions/entity/note?solved=true", string(mine.body), "If-Match", mine.etag).status)
	require.Empty(t, b.call("owner", "GET", "/draft", "").json["conflicts"])
	require.Equal(t, 200, b.call("owner", "POST", "/draft:check", "").status)
}

func TestTwoDesignersShareADraft(t *testing.T) {
	t.Parallel()
	b := setup(t)
	require.Equal(t, 201, b.call("owner", "PUT", "/definitions/entity/note?draft=shared", note).status)
	seen := b.call("designer", "GET", "/definitions/entity/note?draft=shared", "")
	require.Equal(t, 200, seen.status)
	require.Equal(t, 404, b.call("designer", "GET", "/definitions/entity/note", "").status, "his own draft is another")
	change := func(old, replacement string) string { return strings.Replace(string(seen.body), old, replacement, 1) }
	first := b.call("owner", "PUT", "/definitions/entity/note?draft=shared", change(`"title": "Note"`, `"title": "Memo"`), "If-Match", seen.etag)
	require.Equal(t, 200, first.status, "%s", first.body)
	second := b.call("designer", "PUT", "/definitions/entity/note?draft=shared", change(`"properties": {`, `"properties": {"size": {"x-field": "integer"},`), "If-Match", seen.etag)
	require.Equal(t, 200, second.status, "%s", second.body)
	require.Contains(t, string(second.body), `"Memo"`)
	require.Contains(t, string(second.body), `"size"`)
	clash := b.call("designer", "PUT", "/definitions/entity/note?draft=shared", change(`"title": "Note"`, `"title": "Slip"`), "If-Match", seen.etag)
	require.Equal(t, 412, clash.status)
	saves := b.call("designer", "GET", "/draft/saves?draft=shared", "").json["data"].([]any)
	require.Len(t, saves, 3)
	require.Equal(t, b.callers["designer"].UserID, saves[0].(map[string]any)["saved_by"])
	require.Equal(t, 200, b.call("designer", "POST", "/draft:publish?draft=shared", "").status)
	require.Empty(t, b.call("owner", "GET", "/draft?draft=shared", "").json["documents"])
}

func TestBadInputIsRefused(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for name, test := range map[string]struct {
		method, path, body string
		status             int
	}{
		"a file as $ref":  {"PUT", "/definitions/entity/note", `{"properties": {"x": {"$ref": "file:///etc/passwd"}}}`, 422},
		"deep nesting":    {"PUT", "/definitions/entity/note", strings.Repeat(`{"a":`, 100000) + "1" + strings.Repeat("}", 100000), 422},
		"unknown kind":    {"PUT", "/definitions/wish/note", `{}`, 422},
		"bad name":        {"PUT", "/definitions/entity/..%2Fx", `{}`, 422},
		"NUL in a name":   {"PUT", "/definitions/entity/a%00", `{}`, 422},
		"NUL in a lookup": {"GET", "/definitions/entity/a%00", ``, 404},
		"not JSON":        {"POST", "/draft:publish", `{"comment"`, 400},
		"NUL in comment":  {"POST", "/draft:publish", `{"comment": "\u0000"}`, 422},
		"no documents":    {"POST", "/packages", `{}`, 422},
		"a broken zip":    {"POST", "/packages", "PK\x03\x04nonsense", 400},
		"bad revision":    {"GET", "/revisions/none", ``, 404},
		"no revision":     {"GET", "/revisions/99", ``, 404},
	} {
		got := b.call("owner", test.method, test.path, test.body)
		require.Equal(t, test.status, got.status, "%s: %s", name, got.body)
	}
	require.Equal(t, 201, b.call("owner", "PUT", "/definitions/entity/note", `{"name": "other", "unknown": 1}`).status, "a draft may be wrong")
	check := b.call("owner", "POST", "/draft:check", "")
	require.Equal(t, 422, check.status)
	require.Equal(t, 422, b.call("owner", "POST", "/draft:publish", "").status)
}

func TestPackagesComeAsZipOrJSON(t *testing.T) {
	t.Parallel()
	b := setup(t)
	var packed bytes.Buffer
	w := zip.NewWriter(&packed)
	for name, body := range map[string]string{
		"small/app.json":                  `{"name": "small", "version": "1.0.0", "title": "Small"}`,
		"small/entities/note/entity.json": strings.Replace(strings.Replace(note, `"type"`, `"x-id": "note000001", "type"`, 1), `"x-field"`, `"x-id": "text000001", "x-field"`, 1),
	} {
		f, err := w.Create(name)
		require.NoError(t, err)
		_, err = f.Write([]byte(body))
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	got := b.call("owner", "POST", "/packages", packed.String())
	require.Equal(t, 200, got.status, "%s", got.body)
	require.Len(t, got.json["documents"], 2)
	got = b.call("owner", "POST", "/packages", `{"documents": [{"kind": "role", "name": "reader", "body": {"name": "reader", "title": "Reader"}}]}`)
	require.Equal(t, 200, got.status, "%s", got.body)
	require.Equal(t, 200, b.call("owner", "POST", "/draft:publish", "").status)
	require.Len(t, b.call("owner", "GET", "/definitions?kind=entity", "").json["data"], 1)
}
