package store

import "context"

type (
	// RemoveOptions takes options from a field. Records that have one keep its
	// value, which nothing stands for any more: where there are any, the
	// Publication's Consent must name it.
	RemoveOptions struct {
		Subject
		Table, Column string
		Many          bool // the column is an array
		Values        []string
	}
	// ChangeCurrency lets the amounts of a field be of another currency. They
	// stay as they are, and so say something else: where there are any, the
	// Publication's Consent must name it.
	ChangeCurrency struct {
		Subject
		Table, Column string
	}
)

// Words implements Step.
func (s RemoveOptions) Words() Words { return s.words("remove_options") }

// Words implements Step.
func (s ChangeCurrency) Words() Words { return s.words("change_currency") }

func (RemoveOptions) statements(*ddlWriter) []string { return nil }

func (ChangeCurrency) statements(*ddlWriter) []string { return nil }

// optionsRemoved counts the records that have one of the options that go, in any
// state: archived ones come back with them.
func (v *surveyor) optionsRemoved(ctx context.Context, w *Words, x RemoveOptions) error {
	if !v.tables[x.Table][x.Column] {
		w.Risk = Safe
		return nil
	}
	is := " = any($1::text[])"
	if x.Many {
		is = " && $1::text[]"
	}
	var n int64
	if err := v.q.QueryRow(ctx, "select count(*) from "+v.w.in(x.Table)+" where "+v.w.name(x.Column)+is, x.Values).Scan(&n); err != nil {
		return err
	}
	if w.set("records", n); n == 0 {
		w.Risk = Safe
	}
	return nil
}
