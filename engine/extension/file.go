package extension

import (
	"context"

	"github.com/mortise-crm/mortise/sdk/go/hook"
)

// CheckFile runs the checks of a file, in order; the first that refuses it
// ends them.
func (s *Set) CheckFile(ctx context.Context, f *hook.File) error {
	if s == nil {
		return nil
	}
	for _, h := range s.files {
		given := *f
		if err := h.Call(ctx, &given, func() {}); err != nil {
			return err
		}
	}
	return nil
}
