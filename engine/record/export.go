package record

import (
	"context"
	"slices"
	"strings"
	"time"

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
	began   time.Time
	kinds   map[string]query.Kind // of the columns
}

// Whole tells that a column holds JSON values, of which a file shows the text.
func (e *Export) Whole(column string) bool { return e.kinds[column] == query.JSON }

// columnKinds gives the kinds of the columns of a selection.
func columnKinds(sel *store.Select) map[string]query.Kind {
	kinds := map[string]query.Kind{}
	for i := range sel.Members {
		m := &sel.Members[i]
		kinds[m.Name] = m.Field.Type.Kind
		for j := 0; m.Join != nil && j < len(m.Join.Cells); j++ {
			kinds[m.Name+"."+m.Join.Cells[j].Name] = m.Join.Cells[j].Field.Type.Kind
		}
	}
	return kinds
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
func (s *Service) Export(ctx context.Context, c *Caller, entity string, q ListRequest) (*Export, error) {
	return s.ExportAfter(ctx, c, entity, q, Tally{})
}

// Tally is what has been counted of an export that begins again, because it was
// interrupted: its quotas count each record once, and who is told of it is told
// once.
type Tally struct {
	Began   bool  // it was counted and told of before
	Records int64 // that were counted
	// Keep, when given, gives what keeps how many are counted by now, in the
	// transaction that counts them.
	Keep func(records int64) func(ctx context.Context, tx store.Querier) error
}

// more is how many of the records have not been counted yet.
func (t Tally) more(records int64) int64 { return max(0, records-t.Records) }

// ExportAfter is Export of what may have been begun before.
func (s *Service) ExportAfter(ctx context.Context, c *Caller, entity string, q ListRequest, before Tally) (out *Export, err error) {
	q.After, q.Limit, q.Count = "", 0, ""
	defer func() {
		o := Operation{Caller: c, Name: entity, Action: "export", Err: err}
		if err == nil {
			o.Records = int(out.Records)
		}
		s.observe(ctx, o)
	}()
	err = s.current(ctx, c, func(c *Caller) (int64, error) {
		x, err := s.exporter(ctx, c, entity)
		if err != nil {
			return 0, err
		}
		q := q
		if len(q.Fields) == 0 {
			q.Fields = x.columns()
		}
		out = &Export{Columns: q.Fields, service: s, caller: c, entity: entity, request: q, began: c.Now}
		epoch, err := s.reserve(ctx, c, x, out, before)
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
		return nil, outOfScope(c, "export", r.entity.Name())
	}
	d, err := c.duties(ctx, r.entity, p)
	return &exporter{reader: r, export: p, duties: d}, err
}

// reserve checks what must hold before the first record leaves, and counts the
// records against quotas.
func (s *Service) reserve(ctx context.Context, c *Caller, x *exporter, out *Export, before Tally) (int64, error) {
	quotas := c.quotas(x.entity, "export")
	if err := closed(quotas); err != nil {
		return c.State.Epoch, err
	}
	sel, err := s.exported(ctx, c, x, out.request)
	if err != nil {
		return 0, err
	}
	out.kinds = columnKinds(sel)
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
	return epoch, s.enterExport(ctx, c, x, entering{quotas, told, out.Records, before})
}

// entering is an export that is about to begin.
type entering struct {
	quotas  []access.Quota
	told    []Obligation
	records int64
	before  Tally
}

// enterExport counts an export and tells of it, in one transaction.
func (s *Service) enterExport(ctx context.Context, c *Caller, x *exporter, e entering) error {
	return s.db.Transact(ctx, func(tx store.Querier) error {
		if more := e.before.more(e.records); more > 0 {
			if err := c.take(ctx, tx, x.entity, e.quotas, more); err != nil {
				return err
			}
		}
		if keep := e.before.Keep; keep != nil {
			if err := keep(max(e.records, e.before.Records))(ctx, tx); err != nil {
				return err
			}
		}
		if c.Also != nil {
			if err := c.Also(ctx, tx); err != nil {
				return err
			}
		}
		var list []Report
		for _, o := range e.told {
			list = append(list, Report{Entity: x.entity.Name(), Action: "export", Obligation: o})
		}
		if e.before.Began || len(list) == 0 || s.Reported == nil {
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
		page, about, err := e.page(ctx, request, left, buffer[:0])
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

// page reads the next records with the rights of this moment; what the caller
// has met of obligations is as it was when the export began.
func (e *Export) page(ctx context.Context, request ListRequest, left int, dst []byte) (page store.Page, about string, err error) {
	s := e.service
	err = s.current(ctx, e.caller, func(c *Caller) (int64, error) {
		x, err := s.exporter(ctx, c, e.entity)
		if err != nil {
			return 0, err
		}
		sel, err := s.exported(ctx, c, x, request)
		if err != nil {
			return 0, err
		}
		sel.Limit = min(sel.Limit, left)
		began := *c
		began.Now = e.began
		d, err := began.duties(ctx, x.entity, x.export)
		if err != nil {
			return 0, err
		}
		for _, demand := range d.unmet {
			sel.Row = query.And{sel.Row, query.Not{P: demand.Holds}}
		}
		q, err := sel.Compile(c.Workspace.Name)
		if err != nil {
			return 0, err
		}
		if page, err = s.db.Rows(ctx, q, nil, c.bind(nil), dst); err != nil {
			return 0, slow(err)
		}
		e.caller, about = c, aboutExport(c, x, request)
		if page.Rows == 0 {
			return c.State.Epoch, nil
		}
		return page.Epoch, nil
	})
	return page, about, err
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
