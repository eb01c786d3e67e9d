package identity

import (
	"context"
	"strings"

	"github.com/mortise-crm/mortise/engine/store"
)

// addressKey is where a context carries the address that a request came from.
type addressKey struct{}

// From gives a context that knows the network address of who asks, for the
// audit.
func From(ctx context.Context, address string) context.Context {
	if address == "" {
		return ctx
	}
	return context.WithValue(ctx, addressKey{}, address)
}

func addressOf(ctx context.Context) string {
	address, _ := ctx.Value(addressKey{}).(string)
	return address
}

// note enters into the audit what has happened, with the address of who asked.
func note(ctx context.Context, q store.Querier, workspace string, row store.AuditRow) error {
	row.Address = addressOf(ctx)
	return store.InsertAudit(ctx, q, store.SchemaName(workspace), row)
}

// audited is a row of the audit for what the principal does; object is the id
// of the user he does it to, "" for himself.
func (p *Principal) audited(action, object string) store.AuditRow {
	return store.AuditRow{Actor: p.UserID, Channel: channelOf(p.Session.Kind), Action: action, Object: object}
}

// bySystem is a row of the audit for what is done at the server.
func bySystem(action, object string) store.AuditRow {
	return store.AuditRow{Channel: store.SystemChannel, Action: action, Object: object}
}

func channelOf(kind string) string {
	switch kind {
	case KindCookie:
		return "web"
	case KindToken:
		return "api"
	}
	return "job"
}

func sessionAction(kind string) string {
	if kind == KindToken {
		return "token.create"
	}
	return "session.create"
}

// refuse enters a sign-in that failed into the audit and gives its answer. A
// name that is nobody's is kept only if it is an e-mail: else it may be a
// password in the wrong box. One row a minute tells of tries that were not even
// looked at.
func (s *Service) refuse(ctx context.Context, in SignIn, user, result string, answer error) error {
	row := store.AuditRow{Actor: user, Address: addressOf(ctx), Channel: channelOf(in.Kind), Action: sessionAction(in.Kind), Result: result}
	if user == "" && strings.Contains(in.Login, "@") {
		row.Object = in.Login
	}
	enter := store.InsertAudit
	if result == "locked" {
		row.Object, enter = "", store.InsertAuditOnce
	}
	if err := enter(ctx, s.pool, store.SchemaName(in.Workspace), row); err != nil {
		return err
	}
	return answer
}
