package httpapi

import (
	"encoding/json"
	"time"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/engine/bulk"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
)

// bulk is POST /records/{entity}:bulk: something that is done to many records,
// as a job; or, with dry, what that would come to.
func (a *API) bulk(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	var in bulkRequest
	if err := decodeKnown(c, &in); err != nil {
		return err
	}
	entity := c.Params("entity")
	// Who may not know of the entity hears nothing else.
	if err := a.Records.MayBulk(c.UserContext(), caller, entity, in.Action); err != nil {
		return err
	}
	r, err := in.read(caller)
	if err != nil {
		return err
	}
	if in.Dry {
		p, err := a.Bulk.Preview(c.UserContext(), caller, entity, r)
		if err != nil {
			return err
		}
		return c.JSON(p)
	}
	job, err := a.Bulk.Enqueue(c.UserContext(), caller, entity, r)
	if err != nil {
		return err
	}
	return sendJob(c, job)
}

// bulkRequest is the body of a bulk operation.
type bulkRequest struct {
	Action   string          `json:"action"`
	IDs      []string        `json:"ids"`
	Filter   json.RawMessage `json:"filter"`
	Search   string          `json:"q"`
	Archived bool            `json:"archived"`
	All      bool            `json:"all"`
	Fields   map[string]any  `json:"fields"`
	To       record.ShareTo  `json:"to"` // of a transfer, an assignment or a share
	Level    string          `json:"level"`
	Until    *time.Time      `json:"until"`
	Reason   string          `json:"reason"`
	Dry      bool            `json:"dry"`
}

// read checks the form of the request.
func (in *bulkRequest) read(caller *record.Caller) (*bulk.Request, error) {
	if err := checkReason(in.Reason); err != nil {
		return nil, err
	}
	if in.Reason != "" {
		caller.Reason = in.Reason
	}
	filter, err := filterText(in.Filter)
	if err != nil {
		return nil, err
	}
	r := &bulk.Request{IDs: in.IDs, List: bulk.List{Filter: filter, Search: in.Search, Archived: in.Archived, All: in.All},
		Bulk: record.Bulk{Action: in.Action, Fields: in.Fields, To: record.Owner{User: in.To.User, Team: in.To.Team}}}
	if in.Action == "share" {
		r.To, r.Share = record.Owner{}, record.ShareRequest{To: in.To, Level: in.Level, Until: in.Until}
	}
	return r, r.Check()
}

// filterText is a filter of a body, an Expr text or a JSON object, as lists take
// it.
func filterText(raw json.RawMessage) (string, error) {
	var text string
	switch {
	case len(raw) == 0 || string(raw) == "null":
	case raw[0] == '{':
		text = string(raw)
	case json.Unmarshal(raw, &text) != nil:
		return "", problem.InvalidAt("/filter", "wrong_type", map[string]any{"want": "object"})
	}
	if len(text) > maxFilter {
		return "", problem.InvalidAt("/filter", "too_long", map[string]any{"max": maxFilter})
	}
	return text, nil
}
