package jobs

import (
	"encoding/json"

	"github.com/mortise-crm/mortise/engine/problem"
)

// stored is a problem as a job keeps it: its words are found when it is shown.
type stored struct {
	Kind    problem.Kind   `json:"kind"`
	Code    string         `json:"code"`
	Params  map[string]any `json:"params,omitempty"`
	Details []detail       `json:"details,omitempty"`
}

type detail struct {
	Pointer string         `json:"pointer,omitempty"`
	Code    string         `json:"code"`
	Message string         `json:"message,omitempty"`
	Params  map[string]any `json:"params,omitempty"`
}

// KeepProblem gives the form in which what is wrong is kept, without its cause.
func KeepProblem(err error) json.RawMessage {
	e := problem.As(err)
	s := stored{Kind: e.Kind, Code: e.Code, Params: e.Params}
	for _, d := range e.Details {
		s.Details = append(s.Details, detail(d))
	}
	b, err := json.Marshal(s)
	if err != nil { // a parameter that JSON has no form for
		b, _ = json.Marshal(stored{Kind: e.Kind, Code: e.Code}) // never fails
	}
	return b
}

// KeptProblem reads it again.
func KeptProblem(b json.RawMessage) *problem.Error {
	var s stored
	if err := json.Unmarshal(b, &s); err != nil {
		return problem.Wrap(problem.Internal, "internal", err)
	}
	e := &problem.Error{Kind: s.Kind, Code: s.Code, Params: s.Params}
	for _, d := range s.Details {
		e.Details = append(e.Details, problem.Detail(d))
	}
	return e
}

func worded(e *problem.Error, language string) *Problem {
	p := &Problem{Code: e.Code, Title: problem.Message(language, e.Code, e.Params)}
	for _, d := range e.Details {
		if d.Message == "" {
			d.Message = problem.Message(language, d.Code, d.Params)
		}
		p.Errors = append(p.Errors, d)
	}
	return p
}
