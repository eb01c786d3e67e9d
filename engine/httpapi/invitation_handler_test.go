package httpapi_test

import "testing"

func TestInvitationsOverHTTP(t *testing.T) {
	t.Parallel()
	s := setup(t).withAdministrator(t)
	b := s.browser(t)
	anna := s.Insert(t, "user", map[string]any{"name": "Anna", "email": "anna@example.com"})
	s.do(t, call{actor: "nobody", method: "POST", path: "/users/" + anna + ":invite", status: 401, code: "unauthenticated"})
	s.do(t, call{method: "POST", path: "/users/nobody:invite", header: b, status: 404})
	token := s.do(t, call{method: "POST", path: "/users/" + anna + ":invite", header: b, status: 201, want: []string{`"expires_at":"`}}).json(t)["token"].(string)
	with := func(password string) map[string]string {
		return map[string]string{"token": token, "password": password}
	}
	another := map[string]string{"Sec-Fetch-Site": "cross-site"}
	s.do(t, call{actor: "guesser", method: "POST", path: "/invitation", body: `{"token":"main.guess"}`, status: 403, code: "invitation_invalid", wantNot: []string{"anna"}})
	s.do(t, call{actor: "anna", method: "POST", path: "/invitation", body: `{"token":"` + token + `"}`, status: 200, want: []string{`"name":"Anna"`, `"email":"anna@example.com"`}})
	s.do(t, call{actor: "another site", method: "POST", path: "/invitation", body: `{"token":"` + token + `"}`, header: another, status: 403, code: "cross_site"})
	s.do(t, call{actor: "another site", method: "POST", path: "/invitation:accept", body: with("my own password"), header: another, status: 403, code: "cross_site"})
	s.do(t, call{actor: "anna", method: "POST", path: "/invitation:accept", body: with("short"), status: 422, want: []string{`"pointer":"/password"`}})
	s.do(t, call{actor: "anna", method: "POST", path: "/invitation:accept", body: with("my own password"), status: 204})
	a := s.do(t, call{actor: "anna", method: "POST", path: "/session", body: `{"login":"anna@example.com","password":"my own password"}`, status: 200, wantNot: []string{`must_change_password`}})
	hers := map[string]string{"Cookie": a.cookie().Name + "=" + a.cookie().Value, "X-CSRF-Token": a.json(t)["csrf"].(string)}
	s.do(t, call{actor: "anna", method: "POST", path: "/users/" + anna + ":invite", header: hers, status: 403, code: "permission_needed"})
	s.do(t, call{actor: "anna", method: "POST", path: "/invitation:accept", body: with("another good one"), status: 403, code: "invitation_invalid"})
}
