package mortise

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
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

// FindDuplicates tells which records a new one with these values would be a
// duplicate of; with an id, that record once it has them.
func (r Records) FindDuplicates(ctx context.Context, id string, values Record) ([]Duplicate, error) {
	in := struct {
		ID     string `json:"id,omitempty"`
		Fields Record `json:"fields"`
	}{id, values}
	var out struct{ Duplicates []Duplicate }
	err := r.client.call(ctx, Request{Method: http.MethodPost, Path: r.path + ":duplicates"}, in, &out)
	return out.Duplicates, err
}

// DuplicateGroup are records that are duplicates of each other; Records names
// the first 20, the oldest first.
type DuplicateGroup struct {
	Fields  []string `json:"fields"` // that are the same
	Count   int64    `json:"count"`
	Records []struct {
		ID    string `json:"id"`
		Label string `json:"label"`
	} `json:"records"`
}

// Duplicates gives a page of records that are duplicates of each other by one of
// the entity's rules, counted from 0. after is the next of the page before, ""
// for the first; next is "" on the last.
func (r Records) Duplicates(ctx context.Context, rule int, after string) (groups []DuplicateGroup, next string, err error) {
	var out struct {
		Data []DuplicateGroup
		Next string
	}
	q := url.Values{"rule": {strconv.Itoa(rule)}}
	if after != "" {
		q.Set("after", after)
	}
	err = r.client.call(ctx, Request{Method: http.MethodGet, Path: r.path + ":duplicates", Query: q}, nil, &out)
	return out.Data, out.Next, err
}
