package httpapi

import (
	"crypto/subtle"
	"net/url"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/problem"
)

// SessionCookie carries the token of a browser's session.
const SessionCookie = "mortise_session"

// csrfHeader carries the session's CSRF token with each change by cookie.
const csrfHeader = "X-CSRF-Token"

// Principal authenticates a request by bearer token or cookie. A change by
// cookie must prove that it comes from our own pages. Every handler gets its
// principal here, so none can forget that.
func (a *API) Principal(c *fiber.Ctx) (*identity.Principal, error) {
	token, kind := tokenOf(c)
	if token == "" {
		return nil, problem.New(problem.Unauthenticated, "unauthenticated")
	}
	p, err := a.Identity.Principal(c.UserContext(), token)
	if err != nil {
		return nil, err
	}
	if p.Session.Kind != kind { // a cookie's token is of no use in a header, and the reverse
		return nil, problem.New(problem.Unauthenticated, "unauthenticated")
	}
	if kind == identity.KindCookie {
		if err := a.checkCookie(c, p); err != nil {
			return nil, err
		}
	}
	if err := checkScope(c, p.Session.Scopes); err != nil {
		return nil, err
	}
	if p.MustChange && !beforePasswordChange[c.Path()] {
		return nil, problem.New(problem.Forbidden, "password_change_needed")
	}
	return p, nil
}

// beforePasswordChange are the paths that serve who has to change his password
// first.
var beforePasswordChange = map[string]bool{"/api/v1/me": true, "/api/v1/me/password": true, "/api/v1/session": true}

// FreshPrincipal is Principal as of this moment, for operations without a data
// statement that would notice a newer epoch.
func (a *API) FreshPrincipal(c *fiber.Ctx) (*identity.Principal, error) {
	if token, _ := tokenOf(c); token != "" {
		if err := a.Identity.Refresh(c.UserContext(), token); err != nil {
			return nil, err
		}
	}
	return a.Principal(c)
}

// tokenOf gives the token of a request and the kind of session that it must
// belong to. A request with an Authorization header is judged by that alone.
func tokenOf(c *fiber.Ctx) (token, kind string) {
	if h := c.Get(fiber.HeaderAuthorization); h != "" {
		scheme, token, _ := strings.Cut(h, " ")
		if !strings.EqualFold(scheme, "Bearer") {
			return "", identity.KindToken
		}
		return strings.TrimSpace(token), identity.KindToken
	}
	return c.Cookies(SessionCookie), identity.KindCookie
}

// checkCookie refuses a cookie of another workspace than the host's, and a
// change that does not carry the session's CSRF token.
func (a *API) checkCookie(c *fiber.Ctx, p *identity.Principal) error {
	w, ok, err := a.Workspaces.Find(c.UserContext(), c.Hostname())
	if err != nil {
		return err
	}
	if !ok || w.Name != p.Workspace {
		return problem.New(problem.Unauthenticated, "unauthenticated")
	}
	if safe(c.Method()) {
		return nil
	}
	if err := sameOrigin(c); err != nil {
		return err
	}
	if subtle.ConstantTimeCompare([]byte(c.Get(csrfHeader)), []byte(p.Session.CSRF)) != 1 || p.Session.CSRF == "" {
		return problem.New(problem.Forbidden, "csrf_token_wrong")
	}
	return nil
}

// safe tells whether a method changes nothing.
func safe(method string) bool {
	return method == fiber.MethodGet || method == fiber.MethodHead || method == fiber.MethodOptions
}

// sameOrigin refuses a change that a browser says comes from another site.
// Programs that send neither header are no browsers, and hold no cookie that
// somebody else could make them send.
func sameOrigin(c *fiber.Ctx) error {
	switch c.Get("Sec-Fetch-Site") {
	case "same-origin", "none":
		return nil
	case "":
	default:
		return problem.New(problem.Forbidden, "cross_site")
	}
	origin := c.Get(fiber.HeaderOrigin)
	if origin == "" {
		return nil
	}
	u, err := url.Parse(origin)
	if err != nil || u.Host == "" || !strings.EqualFold(u.Host, host(c)) {
		return problem.New(problem.Forbidden, "cross_site")
	}
	return nil
}

// host is the host and port that the browser asked for, as the nearest proxy
// tells it if that is trusted.
func host(c *fiber.Ctx) string {
	if c.IsProxyTrusted() {
		if h := c.Get(fiber.HeaderXForwardedHost); h != "" {
			first, _, _ := strings.Cut(h, ",")
			return strings.TrimSpace(first)
		}
	}
	return string(c.Request().Host())
}

// setCookie gives the browser its session; an empty token takes it away. The
// token is out of reach of scripts, and of other sites' requests.
func setCookie(c *fiber.Ctx, in *identity.SignedIn) {
	cookie := &fiber.Cookie{Name: SessionCookie, Path: "/", HTTPOnly: true, SameSite: fiber.CookieSameSiteLaxMode,
		Secure: c.Protocol() == "https"}
	if in == nil {
		cookie.Expires = time.Unix(1, 0)
	} else {
		cookie.Value = in.Token
		cookie.MaxAge = int(identity.CookieLife.Seconds())
	}
	c.Cookie(cookie)
}
