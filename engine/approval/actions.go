package approval

import (
	"context"

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
}

// standing are actions whose answer only the requester can take: an approval
// lets him do them once, within the time that an approval stands.
var standing = map[string]bool{"export": true}
