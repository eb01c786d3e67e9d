package definition

import (
	"crypto/rand"
	"math/big"
)

const idAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789"

// NewID makes a random x-id: a letter and nine letters or digits.
func NewID() string {
	id := make([]byte, 10)
	for i := range id {
		n := len(idAlphabet)
		if i == 0 {
			n = 26
		}
		r, err := rand.Int(rand.Reader, big.NewInt(int64(n)))
		if err != nil {
			panic("definition: no randomness: " + err.Error()) // crypto/rand never fails on a working system
		}
		id[i] = idAlphabet[r.Int64()]
	}
	return string(id)
}

// AssignIDs gives every part of a document that needs an x-id and has none one
// of its own, and tells whether it changed anything. previous, which may be
// nil, is the document of the same name as it was: what kept its name there
// keeps its id, so that a document written without ids may be sent again.
func AssignIDs(kind Kind, body, previous []byte) ([]byte, bool, error) {
	o, details := read(body)
	if err := details.Err(); err != nil {
		return nil, false, err
	}
	var old *object
	if len(previous) > 0 {
		old, _ = decode(previous)
	}
	changed := false
	switch kind {
	case KindEntity:
		changed = assignID(o, "type", old)
		fields, before := o.object("properties"), old.object("properties")
		if fields == nil {
			break
		}
		taken := takenIDs(fields)
		for _, name := range fields.names {
			field, ok := fields.values[name].(*object)
			if !ok {
				continue
			}
			was := before.object(name)
			changed = assignFieldID(field, was, taken) || changed
			if old != nil { // a whole new document stays as it was written
				changed = assignOptionIDs(field, was, "oneOf", "const") || changed
			}
		}
	case KindMenu:
		changed = assignItemIDs(o, old)
	case KindRole:
		changed = assignID(o, "name", old)
	case KindChoices:
		changed = assignID(o, "name", old)
		if old != nil {
			changed = assignOptionIDs(o, old, "options", "value") || changed
		}
	}
	return o.bytes(), changed, nil
}

// takenIDs is the set of ids that the fields carry already: a renamed field
// took its id along, and a new field under the old name must not get it again.
func takenIDs(fields *object) map[string]bool {
	taken := map[string]bool{}
	for _, v := range fields.values {
		if f, ok := v.(*object); ok {
			taken[f.text("x-id")] = true
		}
	}
	return taken
}

func assignFieldID(field, before *object, taken map[string]bool) bool {
	if taken[before.text("x-id")] {
		before = nil
	}
	return assignID(field, "x-field", before)
}

func assignID(o *object, after string, before *object) bool {
	if _, ok := o.values["x-id"]; ok {
		return false
	}
	id := before.text("x-id")
	if id == "" {
		id = NewID()
	}
	o.insert(after, "x-id", id)
	return true
}
