package mortise

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
)

// Duplicate is a record that another would be a duplicate of, as far as the
// caller may know.
type Duplicate struct {
	Fields  []string `json:"fields"`  // that are the same
	Refused bool     `json:"refused"` // even to who insists
	// Record and Label are "" where the caller does not read the record, and on
	// it all of Fields.
	Record   string `json:"record"`
	Label    string `json:"label"`
	Archived bool   `json:"archived"`
	Owner    string `json:"owner"`   // name, where it is revealed
	Unowned  bool   `json:"unowned"` // nobody owns it, where that is revealed
}

// DuplicatesOf gives the records that stand in the way of a write, of an error
// that is a Problem of code duplicate_record; none of any other.
func DuplicatesOf(err error) []Duplicate {
	p, ok := AsProblem(err)
	if !ok || p.Code != "duplicate_record" {
		return nil
	}
	var body struct {
		Duplicates []Duplicate `json:"duplicates"`
	}
	if json.Unmarshal(p.Body, &body) != nil {
		return nil
	}
	return body.Duplicates
}

// CreateAnyway is Create of a record that may be there already, as far as the
// entity's rules let anybody insist.
func (r Records) CreateAnyway(ctx context.Context, values Record) (Record, error) {
	var rec Record
	q := url.Values{"allow_duplicate": {"1"}}
	err := r.client.call(ctx, Request{Method: http.MethodPost, Path: r.path, Query: q}, values, &rec)
	return rec, err
}
