package record

import (
	"bytes"
	"encoding/json"
	"math/big"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

// maxPast is how many changes of a record are looked at to tell what became of
// a version of it. Who has seen an older one reads the record anew.
const maxPast = 1000

// past is what became of a record since one of its versions, by column.
type past struct {
	changes []store.Change // oldest first
	first   map[string]json.RawMessage
	last    map[string]store.Change // the newest change of the column
}

// newPast reads changes, of which none is missing up to version now; ok is
// false when some are, so that nothing is known of the version.
func newPast(changes []store.Change, seen, now int64) (p past, ok bool) {
	p = past{changes: changes, first: map[string]json.RawMessage{}, last: map[string]store.Change{}}
	reached := seen
	for _, ch := range changes {
		switch {
		case ch.Version > now:
			continue // done since the version was read
		case ch.Version > reached+1:
			return p, false
		}
		reached = ch.Version
		for column := range ch.After {
			if _, known := p.first[column]; !known {
				p.first[column] = orNull(ch.Before[column])
			}
			p.last[column] = ch
		}
	}
	return p, reached == now
}

// changed tells whether a field has another value than it had. A value of a
// secret that was set anew is another one: nobody can compare them.
func (p past) changed(f query.Field) bool {
	ch, ok := p.last[f.Column]
	return ok && (sealed(f) || !sameImage(f.Type, p.first[f.Column], ch.After[f.Column]))
}

// sealed tells whether a field holds a secret.
func sealed(f query.Field) bool { return f.Type.Kind == query.Sealed }

// sameImage tells whether two values of change rows are the same.
func sameImage(t query.Type, a, b json.RawMessage) bool {
	x, errX := image(t, a)
	y, errY := image(t, b)
	return errX == nil && errY == nil && reflect.DeepEqual(x, y)
}

// image reads a value of a change row in the form that the API has it in:
// numbers without needless zeros, instants in UTC. What a column held and what a
// write gave it are not entered in the same form.
func image(t query.Type, raw json.RawMessage) (any, error) {
	var v any
	d := json.NewDecoder(bytes.NewReader(orNull(raw)))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		return nil, problem.Wrap(problem.Internal, "internal", err)
	}
	if list, ok := v.([]any); ok && t.Array {
		for i := range list {
			list[i] = plainImage(t.Kind, list[i])
		}
		return list, nil
	}
	return plainImage(t.Kind, v), nil
}

func plainImage(kind query.Kind, v any) any {
	switch v := v.(type) {
	case json.Number:
		if kind == query.Number || kind == query.Integer {
			return json.Number(plainNumber(v.String()))
		}
	case string:
		if kind != query.Instant {
			return v
		}
		if at, err := time.Parse(time.RFC3339Nano, v); err == nil {
			return at.UTC().Format(time.RFC3339Nano)
		}
	}
	return v
}

// plainNumber writes a number of a change row as records have it.
func plainNumber(text string) string {
	if strings.ContainsAny(text, "eE") {
		if r, ok := new(big.Rat).SetString(text); ok && r.IsInt() {
			return r.Num().String()
		}
		return text
	}
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	return text
}

// rawImage is image as JSON.
func rawImage(t query.Type, raw json.RawMessage) (json.RawMessage, error) {
	v, err := image(t, raw)
	if err != nil {
		return nil, err
	}
	b, err := json.Marshal(v)
	if err != nil {
		return nil, problem.Wrap(problem.Internal, "internal", err)
	}
	return b, nil
}

// seen is a record as the caller reads it now: the JSON of each member, and
// which of them are masked or hidden.
type seen struct {
	members  map[string]json.RawMessage
	redacted []string
}

func readSeen(row []byte) (seen, error) {
	v := seen{}
	var now struct {
		Meta struct {
			Redacted []string `json:"redacted"`
		} `json:"_meta"`
	}
	if err := json.Unmarshal(row, &v.members); err != nil {
		return v, problem.Wrap(problem.Internal, "internal", err)
	}
	if err := json.Unmarshal(row, &now); err != nil {
		return v, problem.Wrap(problem.Internal, "internal", err)
	}
	v.redacted = now.Meta.Redacted
	return v, nil
}

// whole tells whether the caller reads a field of the record, not masked.
func (v seen) whole(name string) bool {
	_, there := v.members[name]
	return there && !slices.Contains(v.redacted, name)
}
