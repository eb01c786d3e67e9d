package mortise

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// Problem is a refusal of the server (RFC 9457).
type Problem struct {
	Type   string          `json:"type"`
	Title  string          `json:"title"`
	Status int             `json:"status"`
	Code   string          `json:"code"` // stable
	Detail string          `json:"detail"`
	Errors []ProblemDetail `json:"errors"`
	// Body is the document as it came, with members that have no field here.
	Body []byte `json:"-"`
}

// ProblemDetail is one thing that is wrong. Pointer is a JSON pointer into the
// body of the request, or the name of a query parameter with "?" before it.
type ProblemDetail struct {
	Pointer string `json:"pointer"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

// Error gives the message and, line by line, its details.
func (p *Problem) Error() string {
	var b strings.Builder
	text := p.Detail
	if text == "" {
		text = p.Title
	}
	fmt.Fprintf(&b, "%s (%d %s)", text, p.Status, p.Code)
	for _, d := range p.Errors {
		fmt.Fprintf(&b, "\n  %s: %s", d.Pointer, d.Message)
		if d.Message == "" {
			b.WriteString(d.Code)
		}
	}
	return b.String()
}

// AsProblem finds the Problem in an error.
func AsProblem(err error) (*Problem, bool) {
	var p *Problem
	ok := errors.As(err, &p)
	return p, ok
}

func problemOf(r *Response) *Problem {
	p := &Problem{Body: r.Body}
	if json.Unmarshal(r.Body, p) != nil || p.Status == 0 {
		p.Status = r.Status
	}
	if p.Title == "" {
		p.Title = http.StatusText(r.Status)
	}
	return p
}
