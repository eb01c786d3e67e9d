package mortise

import (
	"context"
	"net/http"
	"net/url"
)

// Found is a record that a search found.
type Found struct {
	ID    string `json:"id"`
	Label any    `json:"label"`
}

// FoundGroup are the best matches of one entity; More tells that there are more.
type FoundGroup struct {
	Entity  string  `json:"entity"`
	Records []Found `json:"records"`
	More    bool    `json:"more"`
}

// Search finds records of all entities that the caller may read, few of each;
// unfinished names the entities that took too long.
func (c *Client) Search(ctx context.Context, text string, entities ...string) (groups []FoundGroup, unfinished []string, err error) {
	q := url.Values{"q": {text}}
	if len(entities) > 0 {
		q.Set("entities", join(entities))
	}
	var out struct {
		Data       []FoundGroup `json:"data"`
		Unfinished []string     `json:"unfinished"`
	}
	err = c.call(ctx, Request{Method: http.MethodGet, Path: "/api/v1/search", Query: q}, nil, &out)
	return out.Data, out.Unfinished, err
}
