package publish

import (
	"context"
	"encoding/json"
	"sync"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/store"
)

// Raise gives fields whose values have to move another column, by a higher
// x-column, in documents that come from elsewhere: as the saving of a draft does
// to those that are designed here. Documents that carry an x-id are the same
// under another name.
func Raise(ctx context.Context, db *store.DB, workspace string, docs, published []definition.Document) error {
	before := make(map[string][]byte, len(published))
	for _, d := range published {
		before[identityOf(d)] = d.Body
	}
	load := sync.OnceValues(func() (map[string]int, error) { return db.Generations(ctx, workspace) })
	highest := func(id string) (int, error) {
		all, err := load()
		return all[id], err
	}
	for i, d := range docs {
		if d.Kind != definition.KindEntity && d.Kind != definition.KindChoices {
			continue
		}
		was, there := before[identityOf(d)]
		if !there || string(was) == string(d.Body) {
			continue
		}
		body, raised, err := definition.RaiseColumns(d.Kind, d.Body, was, highest)
		if err != nil {
			return err
		}
		if raised {
			docs[i].Body = body
		}
	}
	return nil
}

// identityOf is what stays when a document gets another name.
func identityOf(d definition.Document) string {
	var head struct {
		ID string `json:"x-id"`
	}
	if json.Unmarshal(d.Body, &head) == nil && head.ID != "" {
		return string(d.Kind) + "#" + head.ID
	}
	return string(d.Kind) + " " + d.Name
}
