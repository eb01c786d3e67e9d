package mortise

import (
	"context"
	"net/http"
)

// WhatIfQuestion narrows a comparison; empty lists stand for all.
type WhatIfQuestion struct {
	Entities []string `json:"entities,omitempty"`
	Users    []string `json:"users,omitempty"` // ids
	Roles    []string `json:"roles,omitempty"`
}

// WhatIf is what publishing the caller's draft would change in who may do what.
type WhatIf struct {
	Revision int64 `json:"revision"`
	Partial  bool  `json:"partial"` // not all could be counted in time
	LeftOut  struct {
		Users    int      `json:"users"`
		Entities []string `json:"entities"`
	} `json:"left_out"`
	Roles  []AccessChange `json:"roles"`
	Users  []AccessChange `json:"users"`
	TookMS float64        `json:"took_ms"`
}

// AccessChange is what a role or a user gains and loses. Name of a user is his
// label; a role has a Title, and no ID.
type AccessChange struct {
	ID          string               `json:"id"`
	Name        string               `json:"name"`
	Title       string               `json:"title"`
	Holders     int                  `json:"holders"` // of a role: affected users who have it
	Roles       Difference           `json:"roles"`   // of a user
	Permissions Difference           `json:"permissions"`
	Entities    []EntityAccessChange `json:"entities"`
}

// Difference is what is gained and lost.
type Difference struct {
	Gained []string `json:"gained"`
	Lost   []string `json:"lost"`
}

// EntityAccessChange is what changes about the records of one entity.
type EntityAccessChange struct {
	Name    string     `json:"name"`
	Title   string     `json:"title"`
	Visible string     `json:"visible"` // gained or lost, when the whole entity is
	Actions Difference `json:"actions"`
	Fields  []struct {
		Name   string `json:"name"`
		Before string `json:"before"` // hidden, masked, partly, read or write
		After  string `json:"after"`
	} `json:"fields"`
	Records []struct {
		Action         string          `json:"action"`
		Gained         int64           `json:"gained"`
		Lost           int64           `json:"lost"`
		GainedExamples []RecordExample `json:"gained_examples"`
		LostExamples   []RecordExample `json:"lost_examples"`
	} `json:"records"`
	Cells []struct {
		Field  string `json:"field"`
		Gained int64  `json:"gained"`
		Lost   int64  `json:"lost"`
	} `json:"cells"`
}

// RecordExample is a record that the caller may read.
type RecordExample struct {
	ID    string `json:"id"`
	Label string `json:"label"`
}

// WhatIf tells what publishing the caller's draft would change in who may do
// what.
func (d Definitions) WhatIf(ctx context.Context, q WhatIfQuestion) (*WhatIf, error) {
	var out WhatIf
	err := d.client.call(ctx, Request{Method: http.MethodPost, Path: "/api/v1/draft:whatif"}, q, &out)
	return &out, err
}
