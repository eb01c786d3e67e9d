package acceptance_test

import (
	"cmp"
	"context"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// zohoRow is a row of a file, by header.
type zohoRow map[string]string

// zoho asks a server that has the tables, and knows their files.
type zoho struct {
	*server
	t     *testing.T
	files map[string][]zohoRow
}

func zohoRows(rows [][]string) (out []zohoRow) {
	for _, row := range rows[1:] {
		one := zohoRow{}
		for i, header := range rows[0] {
			one[header] = row[i]
		}
		out = append(out, one)
	}
	return out
}

// list lists all records of a table that a filter finds: the cells of fields.
func (z *zoho) list(table, fields, filter, sort string) (rows [][]string) {
	z.t.Helper()
	names := strings.Split(fields, ",")
	o := mortise.ListOptions{Filter: filter, Fields: names, Sort: strings.Split(sort, ","), Limit: 200}
	for rec, err := range z.admin.Records(zohoEntity(table)).All(context.Background(), o) {
		if err != nil {
			z.t.Errorf("list %s: %v", table, err)
			return rows
		}
		rows = append(rows, zohoCells(rec, names))
	}
	return rows
}

// first gives a cell of the first record that a filter finds, in the order of
// the file.
func (z *zoho) first(table, field, filter string) string {
	z.t.Helper()
	page, err := z.admin.Records(zohoEntity(table)).List(context.Background(), mortise.ListOptions{Filter: filter, Fields: []string{field}, Sort: []string{"id"}, Limit: 1})
	if err != nil || len(page.Data) == 0 {
		z.t.Errorf("first of %s: %v", table, err)
		return ""
	}
	return zohoCells(page.Data[0], []string{field})[0]
}

// numbers asks for an aggregate: the cells of columns.
func (z *zoho) aggregate(table, columns string, q mortise.Aggregate) (rows [][]string) {
	z.t.Helper()
	q.Limit = cmp.Or(q.Limit, 1000)
	out, err := z.admin.Records(zohoEntity(table)).Aggregate(context.Background(), q)
	if err != nil {
		z.t.Errorf("aggregate %s: %v", table, err)
		return nil
	}
	for _, rec := range out.Data {
		rows = append(rows, zohoCells(rec, strings.Split(columns, ",")))
	}
	return rows
}

func zohoCells(rec mortise.Record, names []string) []string {
	cells := make([]string, len(names))
	for i, name := range names {
		v := rec[name]
		if near, far, dotted := strings.Cut(name, "."); dotted && v == nil {
			inner, _ := rec[near].(map[string]any)
			v = inner[far]
		}
		cells[i] = shown(v)
	}
	return cells
}

// by groups by fields; "field=name" names the group.
func by(fields ...string) (list []mortise.GroupBy) {
	for _, f := range fields {
		field, as, _ := strings.Cut(f, "=")
		list = append(list, mortise.GroupBy{Field: field, As: as})
	}
	return list
}

// measures reads "n count", "c count where converted == true", "n sum amount".
func measures(texts ...string) (list []mortise.Measure) {
	for _, text := range texts {
		text, filter, filtered := strings.Cut(text, " where ")
		words := append(strings.Fields(text), "")
		m := mortise.Measure{As: words[0], Fn: words[1], Field: words[2]}
		if filtered {
			m.Filter = filter
		}
		list = append(list, m)
	}
	return list
}

// moments writes a column of moments in the layout of the answer.
func moments(rows [][]string, column int, from, to string) [][]string {
	for _, row := range rows {
		if at, err := time.Parse(from, row[column]); err == nil {
			row[column] = at.Format(to)
		}
	}
	return rows
}

// rounded rounds a column, half away from zero, as SQL does.
func rounded(rows [][]string, column, digits int) [][]string {
	for _, row := range rows {
		row[column] = rat(row[column]).FloatString(digits)
	}
	return rows
}

// rat reads an amount as the files have it.
func rat(s string) *big.Rat {
	x, ok := new(big.Rat).SetString(strings.NewReplacer("$", "", ",", "").Replace(s))
	if !ok {
		return new(big.Rat)
	}
	return x
}

func whole(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// plain writes a number without useless zeros.
func plain(x *big.Rat) string {
	s := x.FloatString(6)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

// where gives cells of the rows of a file that are kept; all where keep is nil.
func (z *zoho) where(table, headers string, keep func(r zohoRow) bool) (rows [][]string) {
	for _, r := range z.files[table] {
		if keep != nil && !keep(r) {
			continue
		}
		var cells []string
		for _, h := range strings.Split(headers, ",") {
			cells = append(cells, r[h])
		}
		rows = append(rows, cells)
	}
	return rows
}

// group makes one row of the rows of a file with equal cells: those cells, and
// what measure makes of the rows. Groups are sorted.
func (z *zoho) group(table, headers string, keep func(r zohoRow) bool, measure func(rows []zohoRow) []string) (out [][]string) {
	all, keys := map[string][]zohoRow{}, map[string][]string{}
	for _, r := range z.files[table] {
		if keep != nil && !keep(r) {
			continue
		}
		var cells []string
		for _, h := range strings.Split(headers, ",") {
			cells = append(cells, r[h])
		}
		key := strings.Join(cells, "\x00")
		all[key], keys[key] = append(all[key], r), cells
	}
	for _, key := range sortedKeys(all) {
		out = append(out, append(keys[key], measure(all[key])...))
	}
	return out
}

// counted counts the rows of a group that are kept by each.
func counted(keep ...func(r zohoRow) bool) func(rows []zohoRow) []string {
	return func(rows []zohoRow) (out []string) {
		for _, k := range keep {
			n := 0
			for _, r := range rows {
				if k(r) {
					n++
				}
			}
			out = append(out, strconv.Itoa(n))
		}
		return out
	}
}

func anyRow(zohoRow) bool { return true }

// is keeps the rows in which a cell has a value.
func is(header, value string) func(r zohoRow) bool {
	return func(r zohoRow) bool { return r[header] == value }
}

// index finds rows by a cell.
func (z *zoho) index(table, header string) map[string]zohoRow {
	out := map[string]zohoRow{}
	for _, r := range z.files[table] {
		out[r[header]] = r
	}
	return out
}

// columns gives columns of rows in another order.
func columns(rows [][]string, order ...int) (out [][]string) {
	for _, row := range rows {
		var cells []string
		for _, i := range order {
			cells = append(cells, row[i])
		}
		out = append(out, cells)
	}
	return out
}

// lowest sorts rows by the number in a column, equal ones as they stand.
func lowest(rows [][]string, column int) [][]string {
	slices.SortStableFunc(rows, func(a, b []string) int { return rat(a[column]).Cmp(rat(b[column])) })
	return rows
}
