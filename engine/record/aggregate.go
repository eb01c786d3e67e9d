package record

import (
	"context"
	"encoding/json"
	"maps"

	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

// Limits of an aggregate, documented in the API.
const (
	DefaultGroups = 100
	MaxGroups     = 1000 // rows of one answer
	maxMeasures   = 20
	maxGroupBy    = 4
)

// Measure asks for one number of each row.
type Measure struct {
	As     string          `json:"as,omitempty"`     // name in the answer; made of Fn and Field when empty
	Fn     string          `json:"fn"`               // count, count_distinct, sum, avg, min, max, median, stddev
	Field  string          `json:"field,omitempty"`  // dotted for relations to one; "" counts records
	Expr   string          `json:"expr,omitempty"`   // instead of Field: computed of each record
	Filter json.RawMessage `json:"filter,omitempty"` // which records count; all when empty
}

// GroupBy asks for one row per value of a field.
type GroupBy struct {
	Field  string      `json:"field"`            // dotted for relations to one; a record is in the row of each of its tags or choices
	Bucket string      `json:"bucket,omitempty"` // of dates: day, week, month, quarter, year, hour, weekday, month_of_year, hour_of_day
	Width  json.Number `json:"width,omitempty"`  // of numbers: how many fall together
	As     string      `json:"as,omitempty"`     // name in the answer; Field, dots as underscores, when empty
}

// AggregateRequest asks for numbers about records. Filters are JSON objects, or
// Expr as JSON strings.
type AggregateRequest struct {
	Measures []Measure       `json:"measures"` // the number of records when empty
	Groups   []GroupBy       `json:"groups"`
	Filter   json.RawMessage `json:"filter"`
	Search   string          `json:"q"`
	Having   json.RawMessage `json:"having"` // about the names of measures and groups
	Sort     string          `json:"sort"`   // "-total,status"; the groups when empty
	Limit    int             `json:"limit"`  // 0 for DefaultGroups
	Totals   bool            `json:"totals"` // the measures of all records, too
	Archived bool            `json:"archived"`
}

// AggregateRow is one combination of the groups' values.
type AggregateRow struct {
	Values map[string]json.RawMessage // by name
	// Filter is what the row's records have in common: together with the
	// request's filter and search it opens them. Nil without groups.
	Filter json.RawMessage
}

// AggregateAnswer holds the rows in the order asked for.
type AggregateAnswer struct {
	Rows   []AggregateRow
	More   bool                       // there are rows beyond the limit
	Totals map[string]json.RawMessage // measures by name; nil when not asked for
	// Labels name the records that groups of relations have, by name of the
	// group and id, as the caller may read them.
	Labels   map[string]map[string]string
	Revision int64
}

// MarshalJSON writes {"data":[{…, "_filter":…}], "more":…, "totals":…, "labels":…}.
func (a AggregateAnswer) MarshalJSON() ([]byte, error) {
	rows := make([]map[string]json.RawMessage, len(a.Rows))
	for i, row := range a.Rows {
		rows[i] = maps.Clone(row.Values)
		if row.Filter != nil {
			rows[i]["_filter"] = row.Filter
		}
	}
	out := map[string]any{"data": rows, "more": a.More}
	if a.Totals != nil {
		out["totals"] = a.Totals
	}
	if len(a.Labels) > 0 {
		out["labels"] = a.Labels
	}
	return json.Marshal(out)
}

// Aggregate computes numbers about the records that the caller may list. A cell
// that he may not find by, or sees masked, counts as empty.
func (s *Service) Aggregate(ctx context.Context, c *Caller, entity string, q AggregateRequest) (a AggregateAnswer, err error) {
	defer func() {
		s.observe(ctx, Operation{Caller: c, Name: entity, Action: "read", Records: len(a.Rows), Err: err})
	}()
	err = s.current(ctx, c, func(c *Caller) (int64, error) {
		var epoch int64
		a, epoch, err = s.aggregate(ctx, c, entity, q)
		return epoch, err
	})
	if err != nil {
		return AggregateAnswer{}, err
	}
	return a, nil
}

func (s *Service) aggregate(ctx context.Context, c *Caller, entity string, q AggregateRequest) (AggregateAnswer, int64, error) {
	a := AggregateAnswer{Revision: c.State.Snapshot.Revision}
	r, err := s.read(ctx, c, entity)
	if err != nil {
		return a, 0, err
	}
	b, err := s.aggregation(ctx, c, r, q)
	if err != nil {
		return a, 0, err
	}
	ctx, cancel := s.patient(ctx)
	defer cancel()
	table, err := s.db.Aggregate(ctx, b.statement.Compile(c.Workspace.Name), c.bind(nil))
	if err != nil {
		return a, 0, slowBy(err, unindexed(r.entity, b.statement.Filter, nil))
	}
	if table.Epoch == 0 { // no rows say nothing of the epoch
		if table.Epoch, _, err = s.db.State(ctx, c.Workspace.Name); err != nil {
			return a, 0, slow(err)
		}
	}
	if table.Epoch != c.State.Epoch {
		return a, table.Epoch, nil
	}
	a.More = table.More
	for _, row := range table.Rows {
		a.Rows = append(a.Rows, b.row(row))
	}
	if q.Totals {
		if a.Totals, table.Epoch, err = s.totals(ctx, c, b); err != nil || table.Epoch != c.State.Epoch {
			return a, table.Epoch, err
		}
	}
	if a.Labels, err = s.groupLabels(ctx, c, b, table.Rows); err != nil {
		return a, 0, err
	}
	return a, table.Epoch, s.takeRead(ctx, c, r.entity, b.paths, int64(len(a.Rows)))
}

// totals measures all records at once.
func (s *Service) totals(ctx context.Context, c *Caller, b *aggregation) (map[string]json.RawMessage, int64, error) {
	whole := b.statement
	whole.Groups, whole.Having, whole.Sort, whole.Limit = nil, nil, nil, 0
	table, err := s.db.Aggregate(ctx, whole.Compile(c.Workspace.Name), c.bind(nil))
	if err != nil {
		return nil, 0, slow(err)
	}
	totals := map[string]json.RawMessage{}
	for i, m := range b.measures {
		totals[m.name] = table.Rows[0][i]
	}
	return totals, table.Epoch, nil
}

// groupLabels names the records of groups by relations.
func (s *Service) groupLabels(ctx context.Context, c *Caller, b *aggregation, rows [][][]byte) (map[string]map[string]string, error) {
	labels := map[string]map[string]string{}
	for i, g := range b.groups {
		if g.target == "" {
			continue
		}
		labels[g.name] = map[string]string{}
		ids := idsIn(rows, i)
		for len(ids) > 0 {
			n := min(len(ids), MaxIDs)
			some, err := s.Labels(ctx, c, g.target, ids[:n])
			if err != nil {
				return nil, err
			}
			for id, label := range some {
				labels[g.name][id] = label
			}
			ids = ids[n:]
		}
	}
	return labels, nil
}

// idsIn lists the ids in a column, each once.
func idsIn(rows [][][]byte, column int) (ids []string) {
	seen := map[string]bool{}
	for _, row := range rows {
		var id string
		if json.Unmarshal(row[column], &id) == nil && id != "" && !seen[id] {
			seen[id] = true
			ids = append(ids, id)
		}
	}
	return ids
}

// row gives a row of the answer its names.
func (b *aggregation) row(columns [][]byte) AggregateRow {
	row := AggregateRow{Values: make(map[string]json.RawMessage, len(columns))}
	conditions := make([]any, 0, len(b.groups))
	for i, g := range b.groups {
		row.Values[g.name] = columns[i]
		conditions = append(conditions, g.condition(columns[i]))
	}
	for i, m := range b.measures {
		row.Values[m.name] = columns[len(b.groups)+i]
	}
	switch len(conditions) {
	case 0:
	case 1:
		row.Filter = jsonOf(conditions[0])
	default:
		row.Filter = jsonOf(map[string]any{"and": conditions})
	}
	return row
}

// aggregation is an AggregateRequest compiled for one reader.
type aggregation struct {
	statement store.Aggregation
	groups    []groupColumn
	measures  []measureColumn
	paths     []string // of the fields whose values the answer shows
}

// aggregation compiles a request; all its problems are told at once.
func (s *Service) aggregation(ctx context.Context, c *Caller, r *reader, q AggregateRequest) (*aggregation, error) {
	b := &aggregationBuilder{ctx: ctx, service: s, caller: c, reader: r, names: map[string]bool{}}
	b.limits(&q)
	for i := range q.Groups {
		b.group(i, &q.Groups[i])
	}
	for i := range q.Measures {
		b.measure(i, &q.Measures[i])
	}
	filter := b.text("/filter", q.Filter)
	condition, err := s.filter(ctx, c, r, ListRequest{Filter: filter, Search: q.Search, Archived: q.Archived, at: "/filter"})
	b.note(err)
	b.sort(q.Sort)
	b.having(b.text("/having", q.Having))
	if err := b.problems.Err(); err != nil {
		return nil, err
	}
	if b.err != nil {
		return nil, b.err
	}
	b.out.statement.Schema, b.out.statement.Entity, b.out.statement.Row = c.State.Snapshot, r.entity.Name(), r.plan.Row
	b.out.statement.Filter, b.out.statement.Limit = query.Simplify(condition), q.Limit
	return &b.out, nil
}
