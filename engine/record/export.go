package record

import (
	"context"
	"slices"
	"strings"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

// MaxExport is how many records one export may hold.
const MaxExport = 100_000

// exportPage is how many records are read at once.
const exportPage = 1000

// Export is an answer that was allowed, counted and entered, and is yet to be
// read. It is for one goroutine.
type Export struct {
	Columns []string // field names, dotted for relations
	Records int64

	service *Service
	caller  *Caller
	entity  string
	request ListRequest
}

// exporter is what one caller may export of one entity.
type exporter struct {
	*reader
	export *access.Plan
	duties duties
}

// Export decides about taking the records of a list away: those that the
// caller may both read and export, in the cells that he reads in lists. It is
// refused as a whole, or not at all.
func (s *Service) Export(ctx context.Context, c *Caller, entity string, q ListRequest) (out *Export, err error) {
	q.After, q.Limit, q.Count = "", 0, ""
	err = s.current(ctx, c, func(c *Caller) (int64, error) {
		x, err := s.exporter(ctx, c, entity)
		if err != nil {
			return 0, err
		}
		if len(q.Fields) == 0 {
			q.Fields = x.columns()
		}
		out = &Export{Columns: q.Fields, service: s, caller: c, entity: entity, request: q}
		epoch, err := s.reserve(ctx, c, x, out)
		return epoch, err
	})
	return out, err
}

func (s *Service) exporter(ctx context.Context, c *Caller, entity string) (*exporter, error) {
	r, err := s.read(ctx, c, entity)
	if err != nil {
		return nil, err
	}
	p, err := plan(ctx, c, r.entity, "export")
	if err != nil {
		return nil, err
	}
	if len(p.Grants) == 0 || p.Row == nil || p.Row == query.Const(false) {
		return nil, forbidden("export")
	}
	d, err := c.duties(ctx, r.entity, p)
	return &exporter{reader: r, export: p, duties: d}, err
}

// columns are the fields of the designers that the caller may export.
func (x *exporter) columns() []string {
	var names []string
	for _, name := range x.names {
		if f, ok := x.entity.Field(name); ok && !f.System && x.exports(name) {
			names = append(names, name)
		}
	}
	return names
}

// exports tells whether a field of a record may leave with it. Grants to
// export that name fields limit it to those; others take what lists show.
func (x *exporter) exports(name string) bool {
	_, named := x.export.Fields[name]
	return named || !x.limited()
}

func (x *exporter) limited() bool {
	for name := range x.export.Fields {
		if f, ok := x.entity.Field(name); ok && !f.System {
			return true
		}
	}
	return false
}

// exported is the list's selection, kept to what may be exported.
func (s *Service) exported(ctx context.Context, c *Caller, x *exporter, q ListRequest) (*store.Select, error) {
	sel, err := s.selection(ctx, c, x.reader, q)
	if err != nil {
		return nil, err
	}
	sel.Limit, sel.Row = exportPage, query.Simplify(query.And{sel.Row, x.export.Row})
	var unknown problem.List
	for i := range sel.Members {
		if err := s.limit(ctx, c, x, &sel.Members[i], &unknown); err != nil {
			return nil, err
		}
	}
	return sel, unknown.Err()
}

// limit keeps one member to what may be exported. Of the record that a
// relation points to, its label may leave; anything else only where that
// record itself may be exported, and nothing where a quota counts those.
func (s *Service) limit(ctx context.Context, c *Caller, x *exporter, m *store.Member, unknown *problem.List) error {
	if f, ok := x.entity.Field(m.Name); ok && !f.System {
		if !x.exports(m.Name) {
			unknown.Add("?fields", "unknown_field", "name", m.Name)
			return nil
		}
		narrow(&m.Cell, x.export.Fields[m.Name], 0)
	}
	if m.Join == nil {
		return nil
	}
	far, err := s.exporter(ctx, c, m.Join.Entity)
	if err != nil && !problem.Is(err, problem.Forbidden) {
		return err
	}
	for i := range m.Join.Cells {
		cell := &m.Join.Cells[i]
		if e, ok := c.State.Snapshot.Entity(m.Join.Entity); ok && e.Definition.Label == cell.Name {
			continue
		}
		if far == nil || !far.exports(cell.Name) || len(c.quotas(far.entity, "export")) > 0 || len(far.duties.unmet) > 0 {
			unknown.Add("?fields", "unknown_field", "name", m.Name+"."+cell.Name)
			continue
		}
		cell.Readable = both(cell.Readable, query.Shift(far.export.Row, m.Join.Var))
		narrow(cell, far.export.Fields[cell.Name], m.Join.Var)
	}
	return nil
}

// narrow shows a cell only as far as it shows in an export.
func narrow(cell *store.Cell, rule access.Cell, variable int) {
	if rule.Readable != nil {
		cell.Readable = both(cell.Readable, query.Shift(rule.Readable, variable))
	}
	if rule.Masked == nil || rule.Masked == query.Const(false) {
		return
	}
	masked := query.Shift(rule.Masked, variable)
	if cell.Masked == nil {
		cell.Masked, cell.Show = masked, rule.Show
		return
	}
	if cell.Show != rule.Show {
		cell.Show = "all"
	}
	cell.Masked = query.Or{cell.Masked, masked}
}

// both joins conditions of a cell, of which nil is always true.
func both(a, b query.Predicate) query.Predicate {
	switch {
	case b == nil || b == query.Const(true):
		return a
	case a == nil:
		return b
	}
	return query.And{a, b}
}

// reserve checks what must hold before the first record leaves, and counts the
// records against quotas.
func (s *Service) reserve(ctx context.Context, c *Caller, x *exporter, out *Export) (int64, error) {
	quotas := c.quotas(x.entity, "export")
	if err := closed(quotas); err != nil {
		return c.State.Epoch, err
	}
	sel, err := s.exported(ctx, c, x, out.request)
	if err != nil {
		return 0, err
	}
	epoch, unmet, err := s.covering(ctx, c, sel, x.duties.unmet, x.duties.unmetKnown)
	if err == nil && len(unmet) > 0 {
		err = obliged(unmet)
	}
	if err != nil {
		return epoch, err
	}
	epoch, told, err := s.covering(ctx, c, sel, x.duties.told, x.duties.toldKnown)
	if err != nil {
		return epoch, err
	}
	if epoch, out.Records, err = s.count(ctx, c, sel, MaxExport); err != nil || epoch != c.State.Epoch {
		return epoch, err
	}
	if out.Records > MaxExport {
		return epoch, problem.New(problem.Invalid, "export_too_large").With("max", MaxExport)
	}
	return epoch, s.enterExport(ctx, c, x, quotas, told, out.Records)
}

// enterExport counts an export and tells of it, in one transaction.
func (s *Service) enterExport(ctx context.Context, c *Caller, x *exporter, quotas []access.Quota, told []Obligation, records int64) error {
	return s.db.Transact(ctx, func(tx store.Querier) error {
		if records > 0 {
			if err := c.take(ctx, tx, x.entity, quotas, records); err != nil {
				return err
			}
		}
		if c.Also != nil {
			if err := c.Also(ctx, tx); err != nil {
				return err
			}
		}
		var list []Report
		for _, o := range told {
			list = append(list, Report{Entity: x.entity.Name(), Action: "export", Obligation: o})
		}
		if len(list) == 0 || s.Reported == nil {
			return nil
		}
		return s.Reported(ctx, tx, c, list)
	})
}

// covering gives those obligations that some record of the selection asks for.
func (s *Service) covering(ctx context.Context, c *Caller, sel *store.Select, demands []store.Demand, known []Obligation) (epoch int64, list []Obligation, err error) {
	epoch = c.State.Epoch
	for i, d := range demands {
		narrow := *sel
		narrow.Filter = query.And{sel.Filter, d.Holds}
		var n int64
		if epoch, n, err = s.count(ctx, c, &narrow, 1); err != nil || epoch != c.State.Epoch {
			return epoch, nil, err
		}
		if n > 0 {
			list = append(list, known[i])
		}
	}
	return epoch, list, nil
}

func (s *Service) count(ctx context.Context, c *Caller, sel *store.Select, limit int) (epoch, n int64, err error) {
	q, err := sel.Count(c.Workspace.Name, limit)
	if err != nil {
		return 0, 0, err
	}
	epoch, n, err = s.db.CountRows(ctx, q, c.bind(nil))
	return epoch, n, slow(err)
}

// Pages reads the records page by page: JSON objects, parted by commas. It
// ends early when the caller may no longer take what he was promised.
func (e *Export) Pages(ctx context.Context, each func(rows []byte) error) error {
	left, request := int(e.Records), e.request
	var buffer []byte
	for left > 0 {
		var page store.Page
		var about string
		err := e.service.current(ctx, e.caller, func(c *Caller) (int64, error) {
			x, err := e.service.exporter(ctx, c, e.entity)
			if err != nil {
				return 0, err
			}
			sel, err := e.service.exported(ctx, c, x, request)
			if err != nil {
				return 0, err
			}
			sel.Limit = min(sel.Limit, left)
			for _, d := range x.duties.unmet {
				sel.Row = query.And{sel.Row, query.Not{P: d.Holds}}
			}
			q, err := sel.Compile(c.Workspace.Name)
			if err != nil {
				return 0, err
			}
			about = aboutExport(c, x, request)
			if page, err = e.service.db.Rows(ctx, q, nil, c.bind(nil), buffer[:0]); err != nil {
				return 0, slow(err)
			}
			if page.Rows == 0 {
				page.Epoch = c.State.Epoch
			}
			e.caller = c
			return page.Epoch, nil
		})
		if err != nil || page.Rows == 0 {
			return err
		}
		if err := each(page.JSON); err != nil {
			return err
		}
		if left -= page.Rows; !page.More {
			return nil
		}
		request.After, buffer = e.service.cursor.seal(page.Last, about), page.JSON
	}
	return nil
}

func aboutExport(c *Caller, x *exporter, q ListRequest) string { return about(c, x.reader, q) }

// Fingerprint names what a request asks for, so that an approval of one export
// is none of another.
func (q ListRequest) Fingerprint() map[string]any {
	m := map[string]any{"filter": q.Filter, "q": q.Search, "sort": q.Sort, "fields": strings.Join(slices.Clone(q.Fields), ",")}
	if q.Archived {
		m["archived"] = "only"
	}
	return m
}
