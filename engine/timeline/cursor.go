package timeline

import (
	"encoding/base64"
	"encoding/json"

	"github.com/google/uuid"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// cursor is where a page ended. It says where to go on and nothing else, so it
// need not be sealed: who makes one up sees what he may see anyway.
type cursor struct {
	store.Place
	Rank int   `json:"r"` // of the last item's kind
	Seq  int64 `json:"s"` // of the last change; 0 for none yet
}

// longestCursor is more than any has.
const longestCursor = 300

func (c cursor) text() string {
	b, err := json.Marshal(c)
	if err != nil {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// placeOf reads a cursor; "" is the beginning.
func placeOf(text string) (cursor, error) {
	c := cursor{Place: start, Rank: -1}
	if text == "" {
		return c, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(text)
	if len(text) > longestCursor || err != nil || json.Unmarshal(b, &c) != nil || uuid.Validate(c.ID) != nil || c.Seq < 0 || c.At.Year() < 1 || c.At.Year() > 9999 {
		return c, problem.InvalidAt("?before", "bad_cursor", nil)
	}
	return c, nil
}

// place is one in the order, newest first.
type place store.Place

// comes tells whether another place comes after this one.
func (p place) comes(other store.Place) bool {
	if !other.At.Equal(p.At) {
		return other.At.Before(p.At)
	}
	return other.ID < p.ID
}
