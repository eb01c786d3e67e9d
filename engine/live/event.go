package live

import "encoding/json"

// The kinds of events.
const (
	Ready    = "ready"    // all that changes from here on is told
	Changed  = "changed"  // a record of the list looks different, or is new in it
	Gone     = "gone"     // a record that the caller was told of is in the list no more
	Revision = "revision" // another revision of the definitions is served
	Reset    = "reset"    // changes may have been missed: list anew
	End      = "end"      // nothing follows; the reason is a problem's code
)

// Event is one thing told to who listens.
type Event struct {
	Kind string // "" for a sign of life
	// Position is where a stream that takes up this one goes on; "" to keep the
	// one before.
	Position string
	Data     any // nil for none
}

// Change is the data of Changed.
type Change struct {
	ID      string          `json:"id"`
	Version int64           `json:"version,omitempty"` // when the caller may read it
	By      string          `json:"by,omitempty"`      // who changed it last, when the caller may read that
	Record  json.RawMessage `json:"record"`
}

// Leaving is the data of Gone.
type Leaving struct {
	ID string `json:"id"`
}

// Published is the data of Revision.
type Published struct {
	Revision int64 `json:"revision"`
}

// Ending is the data of End.
type Ending struct {
	Code string `json:"code"`
}

// row is what of a record's JSON is told apart from it. What is masked or
// hidden of it is not there, or no id.
type row struct {
	Version int64
	By      string `json:"updated_by"`
}

func readRow(b []byte) (r row) {
	_ = json.Unmarshal(b, &r) // members of other types stay empty
	return r
}

func change(id string, b json.RawMessage) Event {
	r := readRow(b)
	return Event{Kind: Changed, Data: Change{ID: id, Version: r.Version, By: r.By, Record: b}}
}
