package mortise

import "net/http"

// Refusal is a kind of problem, by its status, for errors.Is:
//
//	if errors.Is(err, mortise.ErrNotFound) …
type Refusal int

// The kinds of problems.
const (
	ErrMalformed       Refusal = http.StatusBadRequest
	ErrUnauthenticated Refusal = http.StatusUnauthorized
	ErrForbidden       Refusal = http.StatusForbidden
	ErrNotFound        Refusal = http.StatusNotFound // or nothing that the caller may know of
	ErrConflict        Refusal = http.StatusConflict
	ErrStale           Refusal = http.StatusPreconditionFailed // see Problem.Conflicts
	ErrTooLarge        Refusal = http.StatusRequestEntityTooLarge
	ErrInvalid         Refusal = http.StatusUnprocessableEntity // see Problem.Errors
	ErrThrottled       Refusal = http.StatusTooManyRequests
	ErrUnavailable     Refusal = http.StatusServiceUnavailable
)

// Error implements error.
func (r Refusal) Error() string { return http.StatusText(int(r)) }

// Code is the code of a problem, for errors.Is:
//
//	if errors.Is(err, mortise.Code("duplicate")) …
type Code string

// Error implements error.
func (c Code) Error() string { return string(c) }

// Is tells whether a problem is of a kind or has a code.
func (p *Problem) Is(target error) bool {
	switch t := target.(type) {
	case Refusal:
		return int(t) == p.Status
	case Code:
		return string(t) == p.Code
	}
	return false
}
