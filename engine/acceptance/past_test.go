package acceptance_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// withPast gives the cast's deals a past: each had another value in what A may
// not read, and has been hot since. {ownthen} is the version that had it,
// {ownhidden} the change to it, and {ownseq} the last one.
func (c *cast) withPast(t *testing.T) {
	t.Helper()
	deals := c.admin.Records("deal")
	for name, one := range map[string]struct {
		id   string
		then mortise.Record
		now  mortise.Record
	}{
		"own":   {c.own.ID(), mortise.Record{"margin": 1.5}, mortise.Record{"margin": 27.71}},
		"pool":  {c.pool.ID(), mortise.Record{"phone": "13500000009"}, mortise.Record{"phone": poolPhone}},
		"rival": {c.rival.ID(), mortise.Record{"note": "then"}, mortise.Record{"note": "now"}},
	} {
		var versions []int64
		for _, change := range []mortise.Record{one.then, one.now, {"hot": true}} {
			rec, err := deals.Update(context.Background(), one.id, 0, change)
			if err != nil {
				t.Fatal(err)
			}
			versions = append(versions, rec.Version())
		}
		history, err := deals.History(context.Background(), one.id)
		if err != nil {
			t.Fatal(err)
		}
		at := slices.IndexFunc(history, func(h mortise.Change) bool { return h.Version == versions[0] })
		c.past = append(c.past, "{"+name+"then}", fmt.Sprint(versions[0]), "{"+name+"hidden}", fmt.Sprint(history[at].Seq), "{"+name+"seq}", fmt.Sprint(history[0].Seq))
	}
	c.past = append(c.past, "{rivalcode}", "R-1")
}
