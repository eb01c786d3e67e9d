package httpapi

import (
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/problem"
)

// registerIdentity adds the routes of sessions, accounts and the first start.
func (a *API) registerIdentity(v1 fiber.Router) {
	v1.Get("/setup", a.setupNeeded)
	v1.Post("/setup", a.setup)
	v1.Post("/session", a.signIn)
	v1.Delete("/session", a.signOut)
	v1.Get("/me", a.me)
	v1.Patch("/me", a.changeMe)
	v1.Get("/me/preferences", a.preferences)
	v1.Patch("/me/preferences", a.setPreferences)
	v1.Get("/me/notifications", a.notificationKinds)
	v1.Patch("/me/notifications", a.setNotificationKinds)
	v1.Post("/me/password", a.changePassword)
	v1.Get("/me/second-factor", a.secondFactor)
	v1.Post("/me/second-factor", a.setUpSecondFactor)
	v1.Post("/me/second-factor\\:confirm", a.confirmSecondFactor)
	v1.Post("/me/second-factor\\:verify", a.withCode(a.Identity.VerifySecondFactor))
	v1.Delete("/me/second-factor", a.withCode(a.Identity.DisableSecondFactor))
	v1.Get("/me/sessions", a.sessions)
	v1.Post("/me/tokens", a.newToken)
	v1.Delete("/me/sessions/:id", a.revokeSession)
	v1.Post("/users/:id/password", a.setPassword)
	v1.Post("/users/:id\\:invite", a.invite)
	v1.Post("/invitation", a.invited)
	v1.Post("/invitation\\:accept", a.acceptInvitation)
	v1.Delete("/users/:id/second-factor", a.resetSecondFactor)
	v1.Get("/users/:id/owned", a.owned)
	v1.Post("/users/:id\\:hand-over", a.handOver)
	v1.Post("/users/:id/disable", a.disableAccount(true))
	v1.Post("/users/:id/enable", a.disableAccount(false))
}

// me is what the browser needs to know of who is signed in.
type me struct {
	User struct {
		ID    string `json:"id"`
		Name  string `json:"name"`
		Email string `json:"email"`
	} `json:"user"`
	Workspace struct {
		Name  string `json:"name"`
		Title string `json:"title"`
	} `json:"workspace"`
	Roles       []string `json:"roles"`
	Permissions []string `json:"permissions"`
	CSRF        string   `json:"csrf,omitempty"`
	Language    string   `json:"language"`
	Zone        string   `json:"zone,omitempty"` // his own, an IANA name
	Revision    int64    `json:"revision"`
	MustChange  bool     `json:"must_change_password,omitempty"`
}

func describeMe(p *identity.Principal, w *catalog.Workspace, language string) me {
	m := me{CSRF: p.Session.CSRF, Language: p.Language, Revision: p.Revision, MustChange: p.MustChange,
		Roles: []string{}, Permissions: []string{}}
	m.User.ID, m.User.Name, m.User.Email = p.UserID, p.Name, p.Email
	m.Workspace.Name, m.Workspace.Title = w.Name, w.Title
	for _, r := range p.Roles {
		if r != catalog.Everyone && !strings.HasPrefix(r, identity.GrantRole) {
			m.Roles = append(m.Roles, r)
		}
	}
	for name, has := range p.Permissions {
		if has {
			m.Permissions = append(m.Permissions, name)
		}
	}
	slices.Sort(m.Permissions)
	if p.Zone != nil {
		m.Zone = p.Zone.String()
	}
	if m.Language == "" {
		m.Language = language
	}
	return m
}

// workspace is the one that the request's host leads to.
func (a *API) workspace(c *fiber.Ctx) (*catalog.Workspace, error) {
	w, ok, err := a.Workspaces.Find(c.UserContext(), c.Hostname())
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, problem.New(problem.NotFound, "not_found")
	}
	return w, nil
}

func (a *API) signIn(c *fiber.Ctx) error {
	var in struct {
		Login    string   `json:"login"`
		Password string   `json:"password"`
		Code     string   `json:"code"`
		Kind     string   `json:"kind"`
		Name     string   `json:"name"`
		Days     int      `json:"days"`
		Scopes   []string `json:"scopes"`
	}
	if err := a.decodeOpen(c, &in); err != nil {
		return err
	}
	if in.Kind == "" {
		in.Kind = identity.KindCookie
	}
	if in.Kind != identity.KindCookie && in.Kind != identity.KindToken {
		return problem.InvalidAt("/kind", "not_an_option", map[string]any{"options": "cookie, token"})
	}
	if in.Kind == identity.KindCookie && in.Scopes != nil {
		return problem.InvalidAt("/scopes", "only_of_tokens", nil)
	}
	in.Days = max(0, min(in.Days, maxTokenDays))
	scopes, err := tokenOptions(in.Name, in.Scopes, in.Days)
	if err != nil {
		return err
	}
	w, err := a.workspace(c)
	if err != nil {
		return err
	}
	if in.Name == "" {
		in.Name = clip(c.Get(fiber.HeaderUserAgent), maxSessionName)
	}
	signed, err := a.Identity.SignIn(c.UserContext(), identity.SignIn{Workspace: w.Name, Login: in.Login, Password: in.Password, Code: in.Code,
		Address: c.IP(), Kind: in.Kind, Name: in.Name, Life: time.Duration(in.Days) * 24 * time.Hour, Scopes: scopes})
	if err != nil {
		return err
	}
	if in.Kind == identity.KindToken {
		return sendToken(c, signed)
	}
	setCookie(c, signed)
	return c.JSON(describeMe(signed.Principal, w, Language(c)))
}

// maxSessionName is the longest name of a session in bytes.
const maxSessionName = 200

// decodeOpen reads the body of a request that nobody is signed in for. It may
// not come from another site: nobody is to be signed in as somebody else.
func (a *API) decodeOpen(c *fiber.Ctx, into any) error {
	if err := sameOrigin(c); err != nil {
		return err
	}
	return decodeBody(c, into)
}

func (a *API) signOut(c *fiber.Ctx) error {
	p, err := a.Principal(c)
	if problem.Is(err, problem.Unauthenticated) {
		setCookie(c, nil)
		return c.SendStatus(fiber.StatusNoContent)
	}
	if err != nil {
		return err
	}
	if err := a.Identity.SignOut(c.UserContext(), p); err != nil {
		return err
	}
	setCookie(c, nil)
	return c.SendStatus(fiber.StatusNoContent)
}

func (a *API) sessions(c *fiber.Ctx) error {
	p, err := a.FreshPrincipal(c)
	if err != nil {
		return err
	}
	list, err := a.Identity.Sessions(c.UserContext(), p)
	if err != nil {
		return err
	}
	data := make([]fiber.Map, len(list))
	for i, s := range list {
		data[i] = fiber.Map{"id": s.ID, "kind": s.Kind, "name": s.Name, "current": s.Current,
			"scopes": s.Scopes, "created_at": s.CreatedAt.UTC(), "seen_at": s.SeenAt.UTC(), "expires_at": s.ExpiresAt.UTC()}
	}
	return c.JSON(fiber.Map{"data": data})
}

func (a *API) revokeSession(c *fiber.Ctx) error {
	p, err := a.FreshPrincipal(c)
	if err != nil {
		return err
	}
	ended, err := a.Identity.Revoke(c.UserContext(), p, c.Params("id"))
	if err != nil {
		return err
	}
	if !ended {
		return problem.New(problem.NotFound, "not_found")
	}
	return c.SendStatus(fiber.StatusNoContent)
}

// clip cuts a text to at most n bytes of whole characters.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return s[:n]
}
