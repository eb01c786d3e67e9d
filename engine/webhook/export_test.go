package webhook

import (
	"context"
	"net/netip"
)

// Plan makes the changes of a workspace into deliveries.
func (s *Service) Plan(ctx context.Context, workspace string) error {
	_, err := s.plan(ctx, workspace)
	return err
}

// Public tells whether an address may be connected to.
func Public(address string) bool { return public(netip.MustParseAddr(address)) }

// Attempts is how often a delivery is tried.
func Attempts() int { return len(waits) + 1 }
