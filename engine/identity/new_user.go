package identity

import (
	"context"
	"net/mail"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// NewUser is a user who is made together with his account.
type NewUser struct {
	Name, Email, Password string
	Language              string // zh-CN, en; "" for none
}

// longestName is that of the field of package core.
const longestName = 64

// checked gives the user with surrounding space cut and a name, or all that is
// wrong with what was entered.
func (u NewUser) checked() (NewUser, error) {
	u.Email, u.Name = strings.TrimSpace(u.Email), strings.TrimSpace(u.Name)
	if u.Name == "" {
		u.Name, _, _ = strings.Cut(u.Email, "@")
	}
	var wrong problem.List
	if utf8.RuneCountInString(u.Name) > longestName {
		wrong.Add("/name", "too_long", "max", longestName)
	}
	if parsed, err := mail.ParseAddress(u.Email); err != nil || parsed.Address != u.Email || len(u.Email) > longestEmail {
		wrong.Add("/email", "email_invalid")
	}
	if err := checkPassword("/password", u.Password, u.Email); err != nil {
		wrong = append(wrong, problem.As(err).Details...)
	}
	return u, wrong.Err()
}

// insert writes the user, his roles and his account, and gives the user's id.
func (u NewUser) insert(ctx context.Context, tx pgx.Tx, schema string, state State, hash string, roles ...string) (string, error) {
	id := newID()
	var language any
	if u.Language == "zh-CN" || u.Language == "en" {
		language = u.Language
	}
	w := store.SystemWrite{Table: coreTables.User, ID: id, Actor: id, Values: []store.SystemValue{
		{Column: coreTables.UserName, Cast: "text", Value: u.Name},
		{Column: coreTables.UserEmail, Cast: "text", Value: u.Email},
		{Column: coreTables.UserLanguage, Cast: "text", Value: language},
		{Column: coreTables.UserActive, Cast: "boolean", Value: true},
	}}
	if err := w.Insert(ctx, tx, schema); err != nil {
		return "", taken(err)
	}
	if err := (Written{State: state, Entity: entityByID(state.Set, userID), Action: "create", Records: []string{id}}).grow(ctx, tx, schema); err != nil {
		return "", err
	}
	for _, role := range roles {
		if err := assign(ctx, tx, schema, id, role, id); err != nil {
			return "", err
		}
	}
	return id, taken(store.PutAccount(ctx, tx, schema, store.Account{UserID: id, Email: u.Email, PasswordHash: hash}))
}

// newID makes a record id.
func newID() string { return uuid.Must(uuid.NewV7()).String() }
