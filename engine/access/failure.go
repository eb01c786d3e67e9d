package access

import (
	"context"
	"sync/atomic"
	"time"
)

// Failure is an evaluation that went wrong, for administrators: whoever asked
// was refused and not told why.
type Failure struct {
	Entity string    `json:"entity"`
	Text   string    `json:"text"`
	At     time.Time `json:"at"`
}

// NewFailure makes a Failure of an error, with what the error hides from
// callers.
func NewFailure(entity string, err error) *Failure {
	return &Failure{Entity: entity, Text: err.Error(), At: time.Now().UTC()}
}

// failures keeps the last failure of a unit.
type failures struct{ last atomic.Pointer[Failure] }

// note keeps err, unless it only says that the caller has gone.
func (f *failures) note(ctx context.Context, entity string, err error) {
	if err != nil && ctx.Err() == nil {
		f.last.Store(NewFailure(entity, err))
	}
}

// Failure gives the last failure of the unit, or false.
func (u *Unit) Failure() (Failure, bool) {
	f := u.failures.last.Load()
	if f == nil {
		return Failure{}, false
	}
	return *f, true
}
