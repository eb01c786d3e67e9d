package mortise_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// serve answers one route with a fixed text and hands each request to look.
func serve(t *testing.T, route string, status int, body string, look func(*http.Request)) *mortise.Client {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc(route, func(w http.ResponseWriter, r *http.Request) {
		if look != nil {
			look(r)
		}
		if status >= 400 {
			w.Header().Set("Content-Type", "application/problem+json")
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	c, err := mortise.New(server.URL+"/", mortise.WithToken("t0k3n"), mortise.WithLanguage("zh-CN"))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestNewRefusesAddressesThatAreNone(t *testing.T) {
	t.Parallel()
	for _, base := range []string{"", "localhost:8080", "ftp://host", "http://", "http://a b"} {
		if _, err := mortise.New(base); err == nil {
			t.Errorf("New(%q) gave no error", base)
		}
	}
}

func TestSignInKeepsTheToken(t *testing.T) {
	t.Parallel()
	var sent map[string]string
	c := serve(t, "POST /api/v1/session", 200, `{"token":"new","expires_at":"2026-12-01T00:00:00Z"}`, func(r *http.Request) {
		_ = json.NewDecoder(r.Body).Decode(&sent)
	})
	s, err := c.SignIn(context.Background(), "a@example.com", "secret")
	if err != nil {
		t.Fatal(err)
	}
	if s.Token != "new" || c.Token() != "new" || s.ExpiresAt.IsZero() {
		t.Errorf("session %+v, client token %q", s, c.Token())
	}
	if sent["login"] != "a@example.com" || sent["password"] != "secret" || sent["kind"] != "token" {
		t.Errorf("sent %v", sent)
	}
}

func TestProblemCarriesCodePointersAndBody(t *testing.T) {
	t.Parallel()
	body := `{"type":"about:blank","title":"Invalid","status":422,"code":"invalid","detail":"Some values are wrong",
		"errors":[{"pointer":"/phone","code":"phone","message":"not a phone number"}],"current_version":3}`
	c := serve(t, "POST /api/v1/records/lead", 422, body, nil)
	_, err := c.Records("lead").Create(context.Background(), mortise.Record{"phone": "x"})
	p, ok := mortise.AsProblem(err)
	if !ok {
		t.Fatalf("error %v is no problem", err)
	}
	if p.Status != 422 || p.Code != "invalid" || p.Errors[0].Pointer != "/phone" || !strings.Contains(string(p.Body), "current_version") {
		t.Errorf("problem %+v", p)
	}
	if !strings.Contains(p.Error(), "/phone: not a phone number") {
		t.Errorf("text %q", p.Error())
	}
}

func TestProblemOfAnAnswerThatIsNoDocument(t *testing.T) {
	t.Parallel()
	c := serve(t, "GET /api/v1/me", 502, "bad gateway", nil)
	_, err := c.Me(context.Background())
	if p, ok := mortise.AsProblem(err); !ok || p.Status != 502 || p.Title != "Bad Gateway" {
		t.Errorf("error %v", err)
	}
}

func TestAllFollowsPagesAndKeepsDigits(t *testing.T) {
	t.Parallel()
	var queries []string
	pages := map[string]string{
		"":   `{"data":[{"id":"1","n":9007199254740993}],"next":"c2"}`,
		"c2": `{"data":[{"id":"2","n":0.10}],"next":null}`,
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v1/records/lead", func(w http.ResponseWriter, r *http.Request) {
		queries = append(queries, r.URL.RawQuery)
		_, _ = io.WriteString(w, pages[r.URL.Query().Get("after")])
	})
	server := httptest.NewServer(mux)
	defer server.Close()
	c, err := mortise.New(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	options := mortise.ListOptions{Fields: []string{"id", "n"}, Filter: `name == "张"`, Sort: []string{"-n"}, Limit: 1, Count: "exact"}
	for rec, err := range c.Records("lead").All(context.Background(), options) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, rec.ID()+"="+rec["n"].(json.Number).String())
	}
	if want := []string{"1=9007199254740993", "2=0.10"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if want := "count=exact&fields=id%2Cn&filter=name+%3D%3D+%22%E5%BC%A0%22&limit=1&sort=-n"; queries[0] != want {
		t.Errorf("query %s, want %s", queries[0], want)
	}
}

func TestUpdateSendsTheVersion(t *testing.T) {
	t.Parallel()
	var match, auth, language string
	c := serve(t, "PATCH /api/v1/records/lead/{id}", 200, `{"id":"7","version":5,"_meta":{"redacted":["phone"]}}`, func(r *http.Request) {
		match, auth, language = r.Header.Get("If-Match"), r.Header.Get("Authorization"), r.Header.Get("Accept-Language")
	})
	rec, err := c.Records("lead").Update(context.Background(), "7", 4, mortise.Record{"name": nil})
	if err != nil {
		t.Fatal(err)
	}
	if match != `"4"` || auth != "Bearer t0k3n" || language != "zh-CN" {
		t.Errorf("headers %q %q %q", match, auth, language)
	}
	if rec.Version() != 5 || !slices.Equal(rec.Redacted(), []string{"phone"}) {
		t.Errorf("record %v", rec)
	}
}

func TestImportSendsCSVAsItIs(t *testing.T) {
	t.Parallel()
	var body, kind, query string
	answer := `{"created":1,"failed":1,"errors":[{"line":42,"pointer":"/a","code":"required","message":"fill this in"}]}`
	c := serve(t, "POST /api/v1/records/lead:import", 200, answer, func(r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		body, kind, query = string(b), r.Header.Get("Content-Type"), r.URL.Query().Encode()
	})
	options := mortise.ImportOptions{Map: map[string]string{"A": "a"}, Empty: []string{"Select"}, Line: 40}
	res, err := c.Records("lead").Import(context.Background(), strings.NewReader("A\r\n1\r\n"), options)
	if err != nil {
		t.Fatal(err)
	}
	if body != "A\r\n1\r\n" || !strings.HasPrefix(kind, "text/csv") || query != "empty=Select&line=40&map=%7B%22A%22%3A%22a%22%7D" {
		t.Errorf("body %q, type %q, query %q", body, kind, query)
	}
	if res.Created != 1 || res.Failed != 1 || res.Errors[0].Line != 42 {
		t.Errorf("result %+v", res)
	}
}
