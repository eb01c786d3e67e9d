package problem

import (
	"errors"
	"fmt"
	"sort"
	"strings"
)

// Kind classes errors by what the caller can do about them. Exactly one place
// (engine/httpapi) maps kinds to HTTP status codes.
type Kind uint8

// The kinds, with the HTTP status that engine/httpapi gives them.
const (
	Internal        Kind = iota // 500: our fault; nothing of the cause is shown
	Malformed                   // 400: the request cannot be read
	Unauthenticated             // 401: nobody is signed in
	Forbidden                   // 403: readable, but this action is not granted
	NotFound                    // 404: missing or not readable, alike
	Conflict                    // 409: another record or publish is in the way
	Stale                       // 412: the record changed since it was read
	TooLarge                    // 413: over a documented limit
	Invalid                     // 422: understood, but values are wrong
	Throttled                   // 429: too often
	Unavailable                 // 503: try again later
)

// Detail is one thing that is wrong. Pointer is a JSON pointer (RFC 6901) into
// the request body ("/phone"), or "filter", "sort" … with a "?" prefix for
// query parameters ("?filter"); it is "" when the whole request is meant.
// Code is stable and machine-readable; Params fill the message's {holes}.
type Detail struct {
	Pointer string         `json:"pointer"`
	Code    string         `json:"code"`
	Message string         `json:"message"`
	Params  map[string]any `json:"params,omitempty"`
}

// Error is a public error. Code is stable ("stale_version"); Details lists all
// that is wrong at once, sorted by pointer. Cause is never shown.
type Error struct {
	Kind    Kind
	Code    string
	Params  map[string]any
	Details []Detail
	// Extra members of the problem document, e.g. "current_version".
	Extra map[string]any
	Cause error
}

// New makes an Error of a kind and code without details.
func New(kind Kind, code string) *Error { return &Error{Kind: kind, Code: code} }

// Wrap makes an Error that hides cause behind kind and code.
func Wrap(kind Kind, code string, cause error) *Error {
	return &Error{Kind: kind, Code: code, Cause: cause}
}

// InvalidAt makes an Invalid error with one detail.
func InvalidAt(pointer, code string, params map[string]any) *Error {
	return &Error{Kind: Invalid, Code: "invalid", Details: []Detail{{Pointer: pointer, Code: code, Params: params}}}
}

// With adds a parameter for the message and returns the same Error.
func (e *Error) With(name string, value any) *Error {
	if e.Params == nil {
		e.Params = map[string]any{}
	}
	e.Params[name] = value
	return e
}

// Error gives the text for logs: code, details and cause.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Code)
	for _, d := range e.Details {
		fmt.Fprintf(&b, "; %s: %s %v", d.Pointer, d.Code, d.Params)
	}
	if e.Cause != nil {
		fmt.Fprintf(&b, ": %v", e.Cause)
	}
	return b.String()
}

// Unwrap gives the hidden cause to errors.Is and errors.As.
func (e *Error) Unwrap() error { return e.Cause }

// As finds the Error in err, or wraps err as Internal.
func As(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return Wrap(Internal, "internal", err)
}

// Is tells whether err carries an Error of this kind.
func Is(err error, kind Kind) bool {
	var e *Error
	return errors.As(err, &e) && e.Kind == kind
}

// List collects details so that all problems are returned at once.
type List []Detail

// Add appends one detail; params are name, value pairs.
func (l *List) Add(pointer, code string, params ...any) {
	d := Detail{Pointer: pointer, Code: code}
	for i := 0; i+1 < len(params); i += 2 {
		if d.Params == nil {
			d.Params = map[string]any{}
		}
		d.Params[fmt.Sprint(params[i])] = params[i+1]
	}
	*l = append(*l, d)
}

// Err is nil for an empty list, else an Invalid error with the details sorted
// by pointer, then code.
func (l List) Err() error {
	if len(l) == 0 {
		return nil
	}
	sort.SliceStable(l, func(i, j int) bool {
		if l[i].Pointer != l[j].Pointer {
			return l[i].Pointer < l[j].Pointer
		}
		return l[i].Code < l[j].Code
	})
	return &Error{Kind: Invalid, Code: "invalid", Details: l}
}
