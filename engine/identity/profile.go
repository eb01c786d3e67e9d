package identity

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// Languages are those of the product.
var Languages = []string{"zh-CN", "en"}

// Profile is what a user changes of himself; nil leaves a part as it is. The
// empty Zone is the workspace's.
type Profile struct {
	Name, Language, Zone *string
}

// ChangeProfile changes the principal's own record, with a new version and an
// entry in its history. Whether he may give himself another name is for the
// caller to ask.
func (s *Service) ChangeProfile(ctx context.Context, p *Principal, to Profile) error {
	state, err := s.workspaces.Current(ctx, p.Workspace)
	if err != nil {
		return err
	}
	values, err := to.values(state)
	if err != nil {
		return err
	}
	return s.inEpoch(ctx, p.Workspace, func(tx pgx.Tx, schema string) error {
		return store.SystemWrite{Table: coreTables.User, ID: p.UserID, Actor: p.UserID, Values: values}.Update(ctx, tx, schema)
	})
}

// values gives what the columns get, or all that is wrong.
func (to Profile) values(state State) ([]store.SystemValue, error) {
	var values []store.SystemValue
	var wrong problem.List
	set := func(column string, value any) {
		values = append(values, store.SystemValue{Column: column, Cast: "text", Value: value})
	}
	if to.Name != nil {
		name := strings.TrimSpace(*to.Name)
		switch {
		case name == "":
			wrong.Add("/name", "required")
		case utf8.RuneCountInString(name) > longestName:
			wrong.Add("/name", "too_long", "max", longestName)
		}
		set(coreTables.UserName, name)
	}
	if to.Language != nil {
		if !slices.Contains(Languages, *to.Language) {
			wrong.Add("/language", "not_an_option", "options", Languages)
		}
		set(coreTables.UserLanguage, *to.Language)
	}
	if to.Zone != nil {
		field := fieldName(entityByID(state.Set, userID), userZone)
		switch {
		case field == "":
			wrong.Add("/zone", "unknown_field", "name", "zone")
		case *to.Zone == "":
			set("f_"+userZone, nil)
		case zoneOf(*to.Zone) == nil:
			wrong.Add("/zone", "unknown_zone", "name", *to.Zone)
		default:
			set("f_"+userZone, *to.Zone)
		}
	}
	if len(values)+len(wrong) == 0 {
		wrong.Add("", "nothing_to_change", "options", "name, language, zone")
	}
	return values, wrong.Err()
}
