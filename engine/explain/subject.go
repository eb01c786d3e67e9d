package explain

import (
	"context"
	"slices"
	"time"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/record"
)

// subject is the user that a question is about.
type subject struct {
	principal *identity.Principal
	held      []identity.Held
}

// holds tells whether a grant is the user's, by role or given to him alone.
func (s *subject) holds(g *definition.Grant) bool {
	return g.Role != "" && slices.Contains(s.principal.Roles, g.Role) || s.alone(g)
}

func (s *subject) alone(g *definition.Grant) bool {
	return slices.Contains(s.principal.Roles, "grant:"+g.Name)
}

// via says how the user has a grant.
func (t *teller) via(s *subject, role, grant string) string {
	for _, h := range s.held {
		if h.Grant != "" && h.Grant == grant {
			return t.until(t.say("via_grant"), h.Until)
		}
	}
	if role == "everyone" {
		return t.say("via_everyone")
	}
	for _, h := range s.held {
		if h.Role == role {
			return t.assigned(h)
		}
	}
	for _, h := range s.held {
		if h.Role != "" && slices.Contains(t.snapshot.EffectiveRoles([]string{h.Role}), role) {
			return t.say("via_inherited", "role", t.roleTitle(h.Role), "via", t.assigned(h))
		}
	}
	return ""
}

func (t *teller) assigned(h identity.Held) string {
	if h.Team != "" {
		return t.say("via_team", "team", t.label("team", h.Team))
	}
	return t.until(t.say("via_direct"), h.Until)
}

func (t *teller) until(text string, end time.Time) string {
	if end.IsZero() {
		return text
	}
	return text + t.say("until", "time", t.instant(end))
}

func (t *teller) roleTitle(name string) string {
	if r, ok := t.snapshot.Role(name); ok {
		if title := r.Title.In(t.language); title != "" {
			return title
		}
	}
	return name
}

// subjectOf loads the user that a question is about; nil when there is no
// active user of this id.
func (s *Service) subjectOf(ctx context.Context, c *record.Caller, user string) (*subject, error) {
	p := c.Principal
	if user != p.UserID {
		var err error
		if p, err = s.principal(ctx, c, user); err != nil || p == nil {
			return nil, err
		}
	}
	held, err := identity.HeldBy(ctx, s.db.Pool(), c.Workspace.Name, []string{p.UserID})
	if err != nil {
		return nil, err
	}
	return &subject{principal: p, held: held[p.UserID]}, nil
}
