package httpapi_test

import (
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
	"github.com/stretchr/testify/require"
)

func TestSecondFactorOverHTTP(t *testing.T) {
	t.Parallel()
	s := setup(t).withAdministrator(t)
	b := s.browser(t)
	s.do(t, call{method: "GET", path: "/me/second-factor", header: b, status: 200, want: []string{`"enabled":false`}})
	begun := s.do(t, call{method: "POST", path: "/me/second-factor", header: b, status: 200, want: []string{"otpauth://totp/"}})
	code, err := totp.GenerateCode(begun.json(t)["secret"].(string), time.Now())
	require.NoError(t, err)
	s.do(t, call{method: "POST", path: "/me/second-factor:confirm", header: b, body: `{"code":"x"}`, status: 422, want: []string{`"pointer":"/code"`, "second_factor_wrong"}})
	confirmed := s.do(t, call{method: "POST", path: "/me/second-factor:confirm", header: b, body: map[string]string{"code": code}, status: 200})
	recovery := confirmed.json(t)["recovery_codes"].([]any)
	require.Len(t, recovery, 10)
	s.do(t, call{method: "GET", path: "/me/second-factor", header: b, status: 200, want: []string{`"enabled":true`, "verified_at"}})

	signIn := func(code any, status int, want string) {
		t.Helper()
		s.do(t, call{method: "POST", path: "/session", body: map[string]any{"login": "root@example.com", "password": good, "code": code, "kind": "token"}, status: status, code: want})
	}
	signIn("", 401, "second_factor_needed")
	signIn(code, 401, "second_factor_wrong") // a code works once
	signIn(recovery[0], 200, "")
	signIn(recovery[0], 401, "second_factor_wrong")
	s.do(t, call{method: "POST", path: "/me/second-factor:verify", header: b, body: map[string]any{"code": recovery[1]}, status: 204})
	s.do(t, call{method: "DELETE", path: "/me/second-factor", header: b, body: map[string]any{"code": "123"}, status: 422})
	s.do(t, call{method: "DELETE", path: "/me/second-factor", header: b, body: map[string]any{"code": recovery[2]}, status: 204})
	signIn("", 200, "")
	s.do(t, call{method: "DELETE", path: "/users/00000000-0000-7000-8000-000000000000/second-factor", header: b, status: 404})
}
