package httpapi_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPreferences(t *testing.T) {
	t.Parallel()
	s := setup(t).withAdministrator(t)
	b := s.browser(t)
	path := "/me/preferences"
	s.do(t, call{method: "GET", path: path, status: 401})
	s.do(t, call{method: "GET", path: path, header: b, status: 200, want: []string{`{"data":{}}`}})
	s.do(t, call{method: "PATCH", path: path, header: b, body: `{"list.deal.all":{"widths":{"name":120.50}},"recent":[1, "中"],"off":false}`, status: 204})
	s.do(t, call{method: "PATCH", path: path, header: b, body: `{"recent":[2],"off":null,"never":null}`, status: 204})
	s.do(t, call{method: "GET", path: path, header: b, status: 200, want: []string{`"list.deal.all":{"widths":{"name":120.50}}`, `"recent":[2]`}, wantNot: []string{"off", "never"}})
	s.do(t, call{method: "PATCH", path: path, header: b, body: "null", status: 400, code: "object_expected"})
	big := strings.Repeat("x", 16<<10)
	s.do(t, call{method: "PATCH", path: path, header: b, body: `{"recent":[3],"a b":1,"a/b":2,"":3,"big":"` + big + `"}`, status: 422,
		want: []string{`"pointer":"/a b","code":"bad_preference_name"`, `"pointer":"/a~1b"`, `"pointer":"/","code":"bad_preference_name"`, `"pointer":"/big","code":"preference_too_large"`}})
	s.do(t, call{method: "GET", path: path, header: b, status: 200, want: []string{`"recent":[2]`}})

	many := make([]string, 500)
	for i := range many {
		many[i] = fmt.Sprintf(`"n%d":1`, i)
	}
	s.do(t, call{method: "PATCH", path: path, header: b, body: "{" + strings.Join(many, ",") + "}", status: 422, code: "invalid", want: []string{"too_many_preferences"}})
	s.do(t, call{method: "PATCH", path: path, header: b, body: "{" + strings.Join(many[:498], ",") + "}", status: 204})
	for i := range 17 {
		status := 204
		if i == 16 {
			status = 422
		}
		s.do(t, call{method: "PATCH", path: path, header: b, body: fmt.Sprintf(`{"n%d":%q}`, i, big[:16000]), status: status})
	}
	require.Equal(t, 500, len(s.do(t, call{method: "GET", path: path, header: b, status: 200}).json(t)["data"].(map[string]any)))
}

func TestOwnProfile(t *testing.T) {
	t.Parallel()
	s := setup(t).withAdministrator(t)
	b := s.browser(t)
	change := func(body string, status int, want ...string) {
		t.Helper()
		s.do(t, call{method: "PATCH", path: "/me", header: b, body: body, status: status, want: want})
	}
	change(`{"name":"Rosa","language":"en"}`, 403, `"pointer":"/name","code":"field_not_writable"`) // no grant lets anybody here
	change(`{"language":"en","zone":"Asia/Shanghai"}`, 200, `"name":"Root"`, `"language":"en"`, `"zone":"Asia/Shanghai"`)
	s.do(t, call{method: "GET", path: "/me", header: b, status: 200, want: []string{`"zone":"Asia/Shanghai"`}})
	change(`{"language":"tlh","zone":"Moon/Base"}`, 422, `"pointer":"/language"`, `"pointer":"/zone","code":"unknown_zone"`)
	change(`{"zone":3}`, 422, `"pointer":"/zone"`)
	change(`{"mane":"x"}`, 422, "unknown_keyword")
	change(`{}`, 422, "nothing_to_change")
	s.do(t, call{method: "PATCH", path: "/me", header: b, body: `{"zone":null}`, status: 200, want: []string{`"language":"en"`}, wantNot: []string{"zone"}})
}

// TestATokenOfTheAccountKeepsPreferences: the scope of the account is enough for
// what is the user's own, and nothing else is.
func TestATokenOfTheAccountKeepsPreferences(t *testing.T) {
	t.Parallel()
	s := setup(t).withAdministrator(t)
	token := func(scope string) map[string]string {
		made := s.do(t, call{method: "POST", path: "/session", body: map[string]any{"login": "root@example.com", "password": good, "kind": "token", "scopes": []string{scope}}, status: 200})
		return map[string]string{"Authorization": "Bearer " + made.json(t)["token"].(string)}
	}
	own := token("account")
	s.do(t, call{method: "PATCH", path: "/me/preferences", header: own, body: `{"a":1}`, status: 204})
	s.do(t, call{method: "PATCH", path: "/me", header: own, body: `{"language":"en"}`, status: 200})
	for _, c := range []call{{method: "GET", path: "/me/preferences"}, {method: "PATCH", path: "/me/preferences", body: `{"a":2}`}, {method: "PATCH", path: "/me", body: `{"language":"en"}`}} {
		c.header, c.status, c.code = token("write"), 403, "token_scope"
		s.do(t, c)
	}
}
