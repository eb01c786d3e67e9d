package approval

import (
	"context"
	"encoding/json"

	"github.com/mortise-crm/mortise/engine/record"
)

// act does one action in the requester's name.
type act func(ctx context.Context, s *record.Service, c *record.Caller, r Request) error

// actions are what can be done when it is approved.
var actions = map[string]act{
	"create": func(ctx context.Context, s *record.Service, c *record.Caller, r Request) error {
		_, err := s.Create(ctx, c, r.Entity, r.Fields)
		return err
	},
	"update": func(ctx context.Context, s *record.Service, c *record.Caller, r Request) error {
		_, err := s.Update(ctx, c, r.Entity, record.UpdateRequest{ID: r.ID, Version: r.Version, Fields: r.Fields})
		return err
	},
	"archive": func(ctx context.Context, s *record.Service, c *record.Caller, r Request) error {
		return s.Archive(ctx, c, r.Entity, r.ID, r.Version)
	},
	"restore": func(ctx context.Context, s *record.Service, c *record.Caller, r Request) error {
		_, err := s.Restore(ctx, c, r.Entity, r.ID)
		return err
	},
	"purge": func(ctx context.Context, s *record.Service, c *record.Caller, r Request) error {
		return s.Purge(ctx, c, r.Entity, r.ID, r.Version)
	},
	"share": func(ctx context.Context, s *record.Service, c *record.Caller, r Request) error {
		q, err := share(r)
		if err == nil {
			_, err = s.Share(ctx, c, r.Entity, r.ID, q)
		}
		return err
	},
	"transfer": func(ctx context.Context, s *record.Service, c *record.Caller, r Request) error {
		_, err := s.Transfer(ctx, c, r.Entity, hand(r))
		return err
	},
	"assign": func(ctx context.Context, s *record.Service, c *record.Caller, r Request) error {
		_, err := s.Assign(ctx, c, r.Entity, hand(r))
		return err
	},
	"claim": func(ctx context.Context, s *record.Service, c *record.Caller, r Request) error {
		_, err := s.Claim(ctx, c, r.Entity, hand(r))
		return err
	},
	"release": func(ctx context.Context, s *record.Service, c *record.Caller, r Request) error {
		_, err := s.Release(ctx, c, r.Entity, hand(r))
		return err
	},
}

// share reads with whom and how far a record is to be shared.
func share(r Request) (q record.ShareRequest, err error) {
	text, err := encode(r.Fields)
	if err == nil {
		err = json.Unmarshal([]byte(text), &q)
	}
	return q, err
}

// hand reads to whom a record is to be given.
func hand(r Request) record.HandRequest {
	user, _ := r.Fields["user"].(string)
	team, _ := r.Fields["team"].(string)
	return record.HandRequest{ID: r.ID, Version: r.Version, To: record.Owner{User: user, Team: team}}
}

// standing are actions whose answer only the requester can take: an approval
// lets him do them once, within the time that an approval stands.
var standing = map[string]bool{"export": true}
