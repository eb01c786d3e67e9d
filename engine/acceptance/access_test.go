package acceptance_test

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// The canaries occur in no answer to a seller who may not read them.
const (
	rivalName    = "Canary Rival GmbH"
	rivalPhone   = "+8613987650001"
	rivalMargin  = "31.37"
	ownMargin    = "27.71"
	poolPhone    = "+8613512340002"
	firmSecret   = "canary-firm-secret"
	ownPhone     = "+8613812340003"
	missingDeal  = "00000000-0000-7000-8000-00000000dead"
	recordsDeals = "/api/v1/records/deal"
	recordsFirms = "/api/v1/records/firm"
)

// cast is everybody and everything of the access tests.
type cast struct {
	*server
	a, b, chief       person
	own, rival, pool  mortise.Record
	archived, foreign mortise.Record
	open, closed      string // rows of own; see withRelations
	paper, ledger     string // files of rival, own and pool; see withFiles
	photo             string
	talk, talkFile    string          // a comment on rival, and its file; see withTalk
	past              []string        // what withPast puts into texts: names and values in turn
	chiefHook, hers   *messages       // webhooks of the chief and of A; see withLater
	narrow            *mortise.Client // a token of the chief that reads deals
}

func salesCast(t *testing.T) *cast {
	t.Helper()
	s := start(t)
	s.publish(t, salesDefinitions(t))
	c := &cast{server: s, a: s.newUser(t, "anna", []string{"seller"}), b: s.newUser(t, "bert", []string{"seller"}), chief: s.newUser(t, "cleo", []string{"chief"})}
	c.foreign = mustCreate(t, s.admin, "firm", mortise.Record{"name": "Firm", "secret": firmSecret})
	c.own = mustCreate(t, s.admin, "deal", mortise.Record{"name": "Of Anna", "owner": c.a.id, "phone": ownPhone, "margin": 27.71, "firm": c.foreign.ID(), "seats": 5})
	c.rival = mustCreate(t, s.admin, "deal", mortise.Record{"name": rivalName, "owner": c.b.id, "phone": rivalPhone, "margin": 31.37, "seats": 6})
	c.pool = mustCreate(t, s.admin, "deal", mortise.Record{"name": "Of nobody", "owner": nil, "phone": poolPhone, "seats": 7})
	c.archived = mustCreate(t, s.admin, "deal", mortise.Record{"name": rivalName + " archived", "owner": c.b.id})
	if err := s.admin.Records("deal").Archive(context.Background(), c.archived.ID()); err != nil {
		t.Fatal(err)
	}
	return c
}

// clean fails when an answer holds what nobody but B and those above may read.
func (c *cast) clean(t *testing.T, body []byte) {
	t.Helper()
	for _, canary := range []string{rivalName, rivalPhone, "13987650001", rivalMargin, ownMargin, poolPhone, "13512340002", firmSecret, c.rival.ID(), `"margin":`, `"secret":`} {
		if bytes.Contains(body, []byte(canary)) {
			t.Errorf("the answer holds %q: %.600s", canary, body)
		}
	}
}

// asA calls as salesperson A and looks for canaries.
func (c *cast) asA(t *testing.T, method, path, body string) reply {
	t.Helper()
	q := call{method: method, path: path, token: c.a.client.Token()}
	if body != "" {
		q.body = strings.NewReader(body)
	}
	r := c.call(t, q)
	if r.broken != nil || r.status >= 500 {
		t.Fatalf("%s %s: status %d %v: %.300s", method, path, r.status, r.broken, r.body)
	}
	c.clean(t, r.body)
	return r
}

func TestAccess(t *testing.T) {
	t.Parallel()
	c := salesCast(t)
	t.Run("lists hold no record of B", c.lists)
	t.Run("counts count what the list holds", c.counts)
	t.Run("an id of B answers as a missing one", c.likeMissing)
	t.Run("filters and sorts betray nothing", c.betraysNothing)
	t.Run("writes that are not granted are refused", c.refusedWrites)
	t.Run("a masked value written back changes nothing", c.maskedBack)
	t.Run("history and description hold no hidden field", c.otherDoors)
	t.Run("and the chief sees it all", c.control)
}

func ids(page *mortise.Page) []string {
	var out []string
	for _, r := range page.Data {
		out = append(out, r.ID())
	}
	slices.Sort(out)
	return out
}

func (c *cast) list(t *testing.T, o mortise.ListOptions) *mortise.Page {
	t.Helper()
	page, err := c.a.client.Records("deal").List(context.Background(), o)
	if err != nil {
		t.Fatalf("list %+v: %v", o, err)
	}
	return page
}

func (c *cast) lists(t *testing.T) {
	want := []string{c.own.ID(), c.pool.ID()}
	slices.Sort(want)
	for _, path := range []string{
		"", "?sort=name", "?sort=-seats", "?sort=phone", "?limit=1", "?count=exact", "?fields=name,owner.name,firm.name", "?q=Canary", "?archived=only",
		"?filter=" + url.QueryEscape(`seats > 0`), "?filter=" + url.QueryEscape(`not (name == "Of Anna")`), "?filter=" + url.QueryEscape(`firm.name == "Firm"`),
	} {
		if r := c.asA(t, "GET", recordsDeals+path, ""); r.status != http.StatusOK && path != "?q=Canary" {
			t.Errorf("%s: status %d: %.300s", path, r.status, r.body)
		}
	}
	if got := ids(c.list(t, mortise.ListOptions{})); !slices.Equal(got, want) {
		t.Errorf("the list holds %v, want %v", got, want)
	}
	for rec, err := range c.a.client.Records("deal").All(context.Background(), mortise.ListOptions{Limit: 1, Sort: []string{"-phone"}}) {
		if err != nil || !slices.Contains(want, rec.ID()) {
			t.Errorf("pages hold %v %v", rec, err)
		}
	}
}

func (c *cast) counts(t *testing.T) {
	for filter, want := range map[string]int64{"": 2, "seats == 6": 0, "seats > 0": 2, "owner == me": 1, "owner == nil": 1, `name contains "Canary"`: 0} {
		page := c.list(t, mortise.ListOptions{Filter: filter, Count: "exact", Limit: 1})
		if page.Count == nil || *page.Count != want {
			t.Errorf("count where %q is %v, want %d", filter, page.Count, want)
		}
	}
}

func (c *cast) likeMissing(t *testing.T) {
	for _, id := range []string{c.rival.ID(), c.archived.ID()} {
		for _, try := range []struct{ method, tail, body string }{
			{"GET", "", ""}, {"GET", "/history", ""}, {"GET", "?fields=name", ""}, {"PATCH", "", `{"name":"mine"}`}, {"PATCH", "", `{"owner":"` + c.a.id + `"}`},
			{"PATCH", "", `{"zzz":1}`}, {"PATCH", "", `{"margin":1}`}, {"DELETE", "", ""}, {"POST", ":restore", ""},
		} {
			got := c.asA(t, try.method, recordsDeals+"/"+id+try.tail, try.body)
			other := c.asA(t, try.method, recordsDeals+"/"+missingDeal+try.tail, try.body)
			if got.status != other.status || !bytes.Equal(got.body, other.body) {
				t.Errorf("%s %s %s: %d %s\nbut a missing one: %d %s", try.method, try.tail, try.body, got.status, got.body, other.status, other.body)
			}
			if got.status < 400 {
				t.Errorf("%s %s: status %d", try.method, try.tail, got.status)
			}
		}
	}
}

func (c *cast) betraysNothing(t *testing.T) {
	found := func(filter string) []string { return ids(c.list(t, mortise.ListOptions{Filter: filter})) }
	if got := found(`phone == "` + ownPhone + `"`); !slices.Equal(got, []string{c.own.ID()}) {
		t.Errorf("A does not find a customer of his own by phone: %v", got)
	}
	for _, filter := range []string{
		`phone == "` + poolPhone + `"`, `phone == "` + rivalPhone + `"`, `phone contains "1351234"`, `phone startsWith "+86135"`, `phone endsWith "0002"`,
		`phone in ["` + poolPhone + `"]`, `phone > "+86135" && phone < "+86136"`,
		`{"phone":{"eq":"` + poolPhone + `"}}`, `{"phone":{"contains":"1234000"}, "owner":{"empty":true}}`,
	} {
		if got := found(filter); len(got) != 0 {
			t.Errorf("%s betrays %v", filter, got)
		}
	}
	if right, wrong := found(`phone != "`+poolPhone+`"`), found(`phone != "x"`); !slices.Contains(wrong, c.pool.ID()) || !slices.Contains(right, c.pool.ID()) {
		t.Errorf("a masked phone is not like an empty one: %v %v", right, wrong)
	}
	for _, try := range []string{"filter=" + url.QueryEscape("margin > 0"), "sort=margin", "fields=margin", "filter=" + url.QueryEscape(`firm.secret == "`+firmSecret+`"`), "fields=firm.secret"} {
		unknown := strings.NewReplacer("margin", "nargin", "secret", "sekret").Replace(try)
		got, other := c.asA(t, "GET", recordsDeals+"?"+try, ""), c.asA(t, "GET", recordsDeals+"?"+unknown, "")
		same := bytes.Equal(got.body, bytes.ReplaceAll(bytes.ReplaceAll(other.body, []byte("nargin"), []byte("margin")), []byte("sekret"), []byte("secret")))
		if got.status < 400 || got.status != other.status || !same {
			t.Errorf("%s: %d %s\nbut an unknown field: %d %s", try, got.status, got.body, other.status, other.body)
		}
	}
}

func (c *cast) refusedWrites(t *testing.T) {
	own, pool := recordsDeals+"/"+c.own.ID(), recordsDeals+"/"+c.pool.ID()
	for _, try := range []struct{ name, method, path, body string }{
		{"the owner of one's own", "PATCH", own, `{"owner":"` + c.b.id + `"}`}, {"a field that is not granted", "PATCH", own, `{"margin":1}`},
		{"one's own into the pool", "PATCH", own, `{"owner":null}`}, {"a system field", "PATCH", own, `{"created_by":"` + c.a.id + `"}`},
		{"granted and not granted together", "PATCH", own, `{"name":"half","margin":1}`}, {"the pool", "PATCH", pool, `{"name":"mine"}`},
		{"the owner of the pool", "PATCH", pool, `{"owner":"` + c.a.id + `"}`}, {"archive", "DELETE", own, ""},
		{"create for B", "POST", recordsDeals, `{"name":"x","owner":"` + c.b.id + `"}`}, {"create with a field not granted", "POST", recordsDeals, `{"name":"x","owner":"` + c.a.id + `","margin":1}`},
		{"create of another entity", "POST", "/api/v1/records/firm", `{"name":"x"}`}, {"a role for oneself", "POST", "/api/v1/records/user_role", `{}`},
		{"a definition", "PUT", "/api/v1/definitions/role/seller", `{"name":"seller","x-id":"r5b1kq0x2m","title":"S","permissions":["users"]}`}, {"a publish", "POST", "/api/v1/draft:publish", `{"comment":"x"}`},
	} {
		before := c.stored(t)
		if r := c.asA(t, try.method, try.path, try.body); r.status < 400 {
			t.Errorf("%s: status %d: %.300s", try.name, r.status, r.body)
		}
		if after := c.stored(t); after != before {
			t.Errorf("%s: refused, and yet changed:\n%s\nto\n%s", try.name, before, after)
		}
	}
}

// stored is everything as the administrator reads it.
func (c *cast) stored(t *testing.T) string {
	t.Helper()
	r := c.call(t, call{method: "GET", path: recordsDeals + "?sort=id&count=exact", token: c.admin.Token()})
	return string(r.body)
}

func (c *cast) maskedBack(t *testing.T) {
	rec, err := c.a.client.Records("deal").Get(context.Background(), c.pool.ID())
	if err != nil {
		t.Fatal(err)
	}
	if rec.Text("phone") == poolPhone || !slices.Contains(rec.Redacted(), "phone") {
		t.Errorf("the pool's phone is %q, redacted %v", rec.Text("phone"), rec.Redacted())
	}
	if r := c.asA(t, "PATCH", recordsDeals+"/"+c.pool.ID(), `{"phone":"`+rec.Text("phone")+`"}`); r.status < 400 {
		t.Errorf("writing a masked phone back: status %d", r.status)
	}
}

func (c *cast) otherDoors(t *testing.T) {
	c.asA(t, "GET", "/api/v1/describe", "")
	c.asA(t, "GET", recordsDeals+"/"+c.own.ID()+"/history", "")
	c.asA(t, "GET", recordsDeals+"/"+c.pool.ID()+"/history", "")
	c.asA(t, "GET", "/api/v1/records/firm", "")
	r := c.asA(t, "GET", "/api/v1/me/access?entity=deal&ids="+c.own.ID(), "")
	if !bytes.Contains(r.body, []byte(c.own.ID())) {
		t.Errorf("no access told for one's own record: %s", r.body)
	}
}

func (c *cast) control(t *testing.T) {
	page, err := c.chief.client.Records("deal").List(context.Background(), mortise.ListOptions{Filter: "margin > 0", Sort: []string{"margin"}})
	if err != nil || len(page.Data) != 2 || page.Data[1].Text("name") != rivalName || page.Data[1].Text("phone") != rivalPhone {
		t.Errorf("the chief reads %v %v", page, err)
	}
	if _, err := c.b.client.Records("deal").Get(context.Background(), c.rival.ID()); err != nil {
		t.Errorf("B does not read his own: %v", err)
	}
	if r := c.call(t, call{method: "GET", path: recordsDeals}); r.status != http.StatusUnauthorized {
		t.Errorf("nobody signed in: status %d", r.status)
	}
}
