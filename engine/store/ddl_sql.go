package store

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mortise-crm/mortise/engine/query"
)

// ddlWriter renders steps for one workspace. The first name or type that did
// not come from a definition stops it: err is set and nothing is executed.
type ddlWriter struct {
	workspace string // quoted
	err       error
}

func newDDLWriter(workspace string) *ddlWriter {
	w := &ddlWriter{}
	w.workspace = w.name(SchemaName(workspace))
	return w
}

func (w *ddlWriter) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

// name quotes a name.
func (w *ddlWriter) name(name string) string {
	quoted, err := quoteName(name)
	if err != nil {
		w.fail(err)
	}
	return quoted
}

// in names something in the workspace's database schema.
func (w *ddlWriter) in(name string) string { return w.workspace + "." + w.name(name) }

func (w *ddlWriter) column(c Column) string {
	if !slices.Contains(ColumnTypes, c.Type) {
		w.fail(fmt.Errorf("column %s: unknown type %q", c.Name, c.Type))
	}
	return w.name(c.Name) + " " + c.Type
}

func (w *ddlWriter) comment(table, column, text string) string {
	if column == "" {
		return fmt.Sprintf("comment on table %s is %s", w.in(table), quoteText(text))
	}
	return fmt.Sprintf("comment on column %s.%s is %s", w.in(table), w.name(column), quoteText(text))
}

func (w *ddlWriter) names(columns []string) string {
	quoted := make([]string, len(columns))
	for i, c := range columns {
		quoted[i] = w.name(c)
	}
	return strings.Join(quoted, ", ")
}

func (s CreateTable) statements(w *ddlWriter) []string {
	lines := make([]string, 0, len(systemColumns)+len(s.Columns))
	system := func(sparse bool) {
		for _, c := range systemColumns {
			if c.sparse == sparse {
				lines = append(lines, w.name(c.name)+" "+c.definition)
			}
		}
	}
	system(false)
	for _, c := range shortFirst(s.Columns) {
		lines = append(lines, w.column(c))
	}
	system(true)
	out := []string{
		fmt.Sprintf("create table %s (%s)", w.in(s.Table), strings.Join(lines, ", ")),
		w.comment(s.Table, "", s.Comment),
	}
	for _, c := range s.Columns {
		out = append(out, w.comment(s.Table, c.Name, c.Comment))
	}
	return out
}

// shortFirst puts the columns of a fixed length before the others, each in the
// designer's order: see systemColumns.
func shortFirst(columns []Column) []Column {
	fixed := func(c Column) int {
		switch c.Type {
		case "bigint", "boolean", "date", "time(0)", "timestamptz", "uuid":
			return 0
		}
		return 1
	}
	return slices.SortedStableFunc(slices.Values(columns), func(a, b Column) int { return fixed(a) - fixed(b) })
}

// defaulted is the DEFAULT of a column.
func (w *ddlWriter) defaulted(c Column) string {
	if c.Default == nil {
		return ""
	}
	return " default " + quoteText(*c.Default) + "::" + c.Type
}

func (AddColumn) statements(*ddlWriter) []string { return nil } // see site.addColumns

func (ConvertColumn) statements(*ddlWriter) []string { return nil } // see site.convertColumns

func (Require) statements(*ddlWriter) []string { return nil }

func (ArchiveColumn) statements(*ddlWriter) []string { return nil }

func (ArchiveEntity) statements(*ddlWriter) []string { return nil }

func (s CreateIndex) statements(w *ddlWriter) []string {
	return []string{s.create(w, "create index")}
}

func (s CreateIndex) create(w *ddlWriter, verb string) string {
	if s.Pairs {
		return fmt.Sprintf("%s %s on %s using gin (%s) where archived_at is null", verb, w.name(s.Name), w.in(s.Table), s.pairColumns(w))
	}
	columns := make([]string, len(s.Columns))
	for i, c := range s.Columns {
		columns[i] = folded(c.Folding, w.name(c.Column))
		if c.Linguistic {
			columns[i] += ` collate pg_catalog."zh-x-icu"`
		}
		if c.Descending {
			columns[i] += " desc"
		}
	}
	where := "archived_at is null"
	if s.Present {
		where = w.name(s.Columns[0].Column) + " is not null"
	}
	return fmt.Sprintf("%s %s on %s (%s) where %s", verb, w.name(s.Name), w.in(s.Table), strings.Join(columns, ", "), where)
}

func (s AddUnique) statements(w *ddlWriter) []string {
	return []string{s.create(w, "create unique index")}
}

func (s AddUnique) create(w *ddlWriter, verb string) string {
	return fmt.Sprintf("%s %s on %s (%s) where %s", verb, w.name(s.Name), w.in(s.Table), w.names(s.Columns), s.holds(w))
}

// holds is the condition of the records that the rule holds for.
func (s AddUnique) holds(w *ddlWriter) string {
	const present = "archived_at is null"
	if s.Where == nil {
		return present
	}
	where, err := indexCondition(s.Where)
	if err != nil {
		w.fail(fmt.Errorf("unique rule %s: %w", s.Name, err))
	}
	return present + " and (" + where + ")"
}

// reads are the columns that the rule looks at.
func (s AddUnique) reads() []string {
	columns := slices.Clone(s.Columns)
	for _, f := range query.Fields(s.Where) {
		columns = append(columns, f.Column)
	}
	return columns
}

func (DropIndex) statements(*ddlWriter) []string { return nil } // dropped by the sweep

func (s AddForeignKey) statements(w *ddlWriter) []string {
	action := map[DeleteAction]string{DeleteRestrict: "restrict", DeleteClear: "set null", DeleteCascade: "cascade"}[s.OnDelete]
	if action == "" {
		w.fail(fmt.Errorf("foreign key %s: unknown action %q", s.Name, s.OnDelete))
	}
	return []string{fmt.Sprintf("alter table %s add constraint %s foreign key (%s) references %s (id) on delete %s",
		w.in(s.Table), w.name(s.Name), w.name(s.Column), w.in(s.Target), action)}
}

func (DropForeignKey) statements(*ddlWriter) []string { return nil } // dropped by the sweep

func (s CreateLinks) statements(w *ddlWriter) []string {
	return []string{
		fmt.Sprintf("create table if not exists %s (record uuid not null references %s (id) on delete cascade, target uuid not null, "+
			"position integer not null, primary key (record, target))", w.in(s.Table), w.in(s.Records)),
		// Who comes from the other side finds the record in the index itself.
		fmt.Sprintf("create index if not exists %s on %s (target, record)", w.name(s.Table+"_target"), w.in(s.Table)),
		w.comment(s.Table, "", s.Comment),
	}
}

func (s CreateSequence) statements(w *ddlWriter) []string {
	return []string{"create sequence if not exists " + w.in(s.Name)}
}

func (s Comment) statements(w *ddlWriter) []string {
	return []string{w.comment(s.Table, s.Column, s.Text)}
}

// Interface guards.
var (
	_ Step = CreateTable{}
	_ Step = AddColumn{}
	_ Step = ConvertColumn{}
	_ Step = Require{}
	_ Step = ArchiveColumn{}
	_ Step = ArchiveEntity{}
	_ Step = CreateIndex{}
	_ Step = AddUnique{}
	_ Step = DropIndex{}
	_ Step = AddForeignKey{}
	_ Step = DropForeignKey{}
	_ Step = CreateLinks{}
	_ Step = CreateSequence{}
	_ Step = Comment{}
)
