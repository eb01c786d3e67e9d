package draft

import (
	"context"
	"regexp"
	"time"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// beatLife is how long somebody counts as being in a draft after he said so.
const beatLife = 30 * time.Second

// lastSaves is how many savings are told with who is in a draft.
const lastSaves = 10

// place is where somebody can be in a draft, and session what a client may call
// one of its tabs.
var (
	place   = regexp.MustCompile(`^[a-z0-9_./:-]{0,200}$`)
	session = regexp.MustCompile(`^[A-Za-z0-9_.:-]{1,40}$`)
)

// Here enters where somebody is in a draft, and tells who else is there. Place
// "" is nowhere: the session has left.
func (d *Drafts) Here(ctx context.Context, workspace string, b store.DraftBeat) (store.DraftHere, error) {
	var wrong problem.List
	if !place.MatchString(b.Place) {
		wrong.Add("/place", "pattern")
	}
	if !session.MatchString(b.Session) {
		wrong.Add("/session", "pattern")
	}
	if err := wrong.Err(); err != nil {
		return store.DraftHere{}, err
	}
	return d.db.Beat(ctx, workspace, b, beatLife, lastSaves)
}
