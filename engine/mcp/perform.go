package mcp

import (
	"context"
	"encoding/json"
	"strconv"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
)

// maxDescribed is how many entities one call describes whole.
const maxDescribed = 50

func describe(ctx context.Context, s *Server, c *record.Caller, arguments json.RawMessage) (json.RawMessage, error) {
	var in struct {
		Entities []string `json:"entities"`
	}
	if err := s.Decode(arguments, &in); err != nil {
		return nil, err
	}
	if len(in.Entities) > maxDescribed {
		return nil, problem.InvalidAt("/entities", "too_many", map[string]any{"max": maxDescribed})
	}
	d, err := s.Records.Describe(ctx, c, in.Entities...)
	if err != nil {
		return nil, err
	}
	if len(in.Entities) > 0 {
		return json.Marshal(d)
	}
	type brief struct {
		Name    string   `json:"name"`
		Title   string   `json:"title"`
		Actions []string `json:"actions"`
	}
	list := make([]brief, len(d.Entities))
	for i, e := range d.Entities {
		list[i] = brief{e.Name, e.Title, e.Actions}
	}
	return json.Marshal(map[string]any{"revision": d.Revision, "entities": list})
}

func find(ctx context.Context, s *Server, c *record.Caller, arguments json.RawMessage) (json.RawMessage, error) {
	var in struct {
		Entity   string   `json:"entity"`
		Filter   string   `json:"filter"`
		Search   string   `json:"q"`
		Fields   []string `json:"fields"`
		Sort     string   `json:"sort"`
		Limit    int      `json:"limit"`
		After    string   `json:"after"`
		Count    string   `json:"count"`
		Archived bool     `json:"archived"`
	}
	if err := s.Decode(arguments, &in); err != nil {
		return nil, err
	}
	if len(in.Filter) > maxFilter {
		return nil, problem.InvalidAt("/filter", "too_long", map[string]any{"max": maxFilter})
	}
	a, err := s.Records.List(ctx, c, in.Entity, record.ListRequest{Fields: in.Fields, Filter: in.Filter, Search: in.Search, Sort: in.Sort,
		Limit: in.Limit, After: in.After, Count: in.Count, Archived: in.Archived}, []byte(`{"data":[`))
	if err != nil {
		return nil, err
	}
	b := append(a.Rows, `],"next":`...)
	if a.Next == "" {
		b = append(b, "null"...)
	} else {
		b = strconv.AppendQuote(b, a.Next)
	}
	if a.Count >= 0 {
		b = strconv.AppendInt(append(b, `,"count":`...), a.Count, 10)
		b = strconv.AppendBool(append(b, `,"count_capped":`...), a.Capped)
	}
	return append(b, '}'), nil
}

// maxFilter is the longest filter in bytes.
const maxFilter = 10 << 10

func read(ctx context.Context, s *Server, c *record.Caller, arguments json.RawMessage) (json.RawMessage, error) {
	var in struct {
		Entity string   `json:"entity"`
		ID     string   `json:"id"`
		Fields []string `json:"fields"`
	}
	if err := s.Decode(arguments, &in); err != nil {
		return nil, err
	}
	return s.Records.Get(ctx, c, in.Entity, in.ID, in.Fields, nil)
}

func aggregate(ctx context.Context, s *Server, c *record.Caller, arguments json.RawMessage) (json.RawMessage, error) {
	var in struct {
		Entity string `json:"entity"`
		record.AggregateRequest
	}
	if err := s.Decode(arguments, &in); err != nil {
		return nil, err
	}
	a, err := s.Records.Aggregate(ctx, c, in.Entity, in.AggregateRequest)
	if err != nil {
		return nil, err
	}
	return json.Marshal(a)
}

func create(ctx context.Context, s *Server, c *record.Caller, arguments json.RawMessage) (json.RawMessage, error) {
	var in struct {
		Entity string         `json:"entity"`
		Values map[string]any `json:"values"`
	}
	if err := s.Decode(arguments, &in); err != nil {
		return nil, err
	}
	if in.Values == nil {
		in.Values = map[string]any{}
	}
	made, err := s.Records.Create(ctx, c, in.Entity, in.Values)
	return made.JSON, err
}

func update(ctx context.Context, s *Server, c *record.Caller, arguments json.RawMessage) (json.RawMessage, error) {
	var in struct {
		Entity  string         `json:"entity"`
		ID      string         `json:"id"`
		Version int64          `json:"version"`
		Values  map[string]any `json:"values"`
	}
	if err := s.Decode(arguments, &in); err != nil {
		return nil, err
	}
	row, err := s.Records.Update(ctx, c, in.Entity, record.UpdateRequest{ID: in.ID, Version: in.Version, Fields: in.Values})
	if err == nil && row == nil { // no longer readable
		row, err = json.Marshal(map[string]string{"id": in.ID})
	}
	return row, err
}
