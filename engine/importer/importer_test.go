package importer_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/importer"
	"github.com/mortise-crm/mortise/engine/importer/sheet"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
)

// memory keeps rows instead of making records of them.
type memory struct {
	rows    []map[string]any
	batches []int
	refuse  func(row map[string]any) error
	err     error
}

func (m *memory) WriteMany(ctx context.Context, w record.Many) ([]record.ManyDone, error) {
	if m.err != nil {
		return nil, m.err
	}
	m.batches = append(m.batches, len(w.Rows))
	done := make([]record.ManyDone, len(w.Rows))
	for i, row := range w.Rows {
		if m.refuse != nil {
			done[i].Err = m.refuse(row.Fields)
		}
		if done[i].Err == nil {
			m.rows = append(m.rows, maps.Clone(row.Fields))
		}
	}
	return done, w.Also(ctx, nil, 0, done)
}

func (m *memory) Fields(context.Context, string) ([]*definition.Field, error) { return fields, nil }

func (m *memory) RowFields(context.Context, string) ([]*definition.Field, string, error) {
	return nil, "", nil
}

func (m *memory) FoundBy(context.Context, string) ([]*definition.Field, string, error) {
	return nil, "", nil
}

func (m *memory) Keyed(context.Context, record.Keys) ([][]string, error) { return nil, nil }

var fields = []*definition.Field{
	{Name: "name", Type: "text", Title: definition.Text{"en": "Full name", "zh-CN": "姓名"}},
	{Name: "phone", Type: "text", Title: definition.Text{"en": "Telephone"}},
	{Name: "size", Type: "integer", Title: definition.Text{"en": "Size"}},
	{Name: "lead_source", Type: "text", Default: []byte(`"web"`)},
	{Name: "number", Type: "autonumber", ReadOnly: true},
}

func run(t *testing.T, csv string, o importer.Options) (*memory, *importer.Summary) {
	t.Helper()
	m := &memory{}
	s, err := importer.Import(t.Context(), []byte(csv), "lead", m, o)
	require.NoError(t, err)
	return m, s
}

// errorsOf prints errors as "line pointer code".
func errorsOf(s *importer.Summary) []string {
	list := []string{}
	for _, e := range s.Errors {
		list = append(list, fmt.Sprintf("%d %s %s", e.Line, e.Pointer, e.Code))
	}
	return list
}

func TestImportReadsDialects(t *testing.T) {
	t.Parallel()
	want := []map[string]any{{"name": "Ann, \"A\"\nB", "phone": "1"}, {"name": "李雷", "phone": "2"}}
	for name, csv := range map[string]string{
		"LF":               "name,phone\n\"Ann, \"\"A\"\"\nB\",1\n李雷,2\n",
		"CRLF and a mark":  "\ufeffname,phone\r\n\"Ann, \"\"A\"\"\nB\",1\r\n李雷,2\r\n",
		"no end":           "name,phone\n\"Ann, \"\"A\"\"\nB\",1\n李雷,2",
		"quote at the end": "name,phone\n\"Ann, \"\"A\"\"\nB\",1\n李雷,\"2\"",
		"CR":               "name,phone\r\"Ann, \"\"A\"\"\nB\",1\r李雷,2\r",
		"semicolons":       "name;phone\n\"Ann, \"\"A\"\"\nB\";1\n李雷;2\n",
		"tabs":             "name\tphone\n\"Ann, \"\"A\"\"\nB\"\t1\n李雷\t2\n",
		"blank lines":      "\n\nname,phone\n\n\"Ann, \"\"A\"\"\nB\",1\n\n李雷,2\n\n",
		"an empty column":  "name,phone,\n\"Ann, \"\"A\"\"\nB\",1,\n李雷,2\n",
	} {
		m, s := run(t, csv, importer.Options{})
		require.Equal(t, want, m.rows, name)
		require.Equal(t, int64(2), s.Created, name)
		require.Empty(t, s.Errors, name)
	}
}

func TestImportFindsFieldsOfHeaders(t *testing.T) {
	t.Parallel()
	for header, field := range map[string]string{
		"name": "name", "NAME": "name", "姓名": "name", "full name": "name", " Full name ": "name",
		"Lead Source": "lead_source", "Telephone": "phone",
	} {
		m, _ := run(t, header+",ignored\nx,y\n", importer.Options{Map: map[string]string{"ignored": ""}})
		require.Equal(t, []map[string]any{{field: "x"}}, m.rows, header)
	}
	m, _ := run(t, "Whatever\nx\n", importer.Options{Map: map[string]string{"Whatever": "phone"}})
	require.Equal(t, []map[string]any{{"phone": "x"}}, m.rows)
}

func TestImportRefusesAFileBeforeMakingAnything(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		csv   string
		names map[string]string
		codes []string
	}{
		"empty":            {"", nil, []string{"file_empty"}},
		"blank":            {"\n\r\n", nil, []string{"file_empty"}},
		"unknown columns":  {"name,age,weight\n", nil, []string{"unknown_column", "unknown_column"}},
		"the same twice":   {"name,Full name\n", nil, []string{"column_twice"}},
		"read-only":        {"name,number\n", nil, []string{"column_read_only"}},
		"to no field":      {"name,x\n", map[string]string{"x": "age"}, []string{"unknown_column"}},
		"from no column":   {"name\n", map[string]string{"x": "phone"}, []string{"column_missing"}},
		"nothing is left":  {"name\n", map[string]string{"name": ""}, []string{"no_columns"}},
		"a broken header":  {"\"name\"x,phone\n", nil, []string{"text_after_quote"}},
		"an endless cell":  {"\"name,phone\nx,y\n", nil, []string{"quote_not_closed"}},
		"too many columns": {strings.Repeat("x,", sheet.MaxColumns+1) + "\n", nil, []string{"row_too_large"}},
	} {
		m := &memory{}
		s, err := importer.Import(t.Context(), []byte(test.csv), "lead", m, importer.Options{Map: test.names})
		require.Nil(t, s, name)
		require.True(t, problem.Is(err, problem.Invalid), "%s: %v", name, err)
		codes := []string{}
		for _, d := range problem.As(err).Details {
			codes = append(codes, d.Code)
		}
		require.Equal(t, test.codes, codes, name)
		require.Empty(t, m.batches)
	}
}

func TestImportReportsRowsByLineAndShiftsNothing(t *testing.T) {
	t.Parallel()
	csv := strings.Join([]string{
		`name,phone,size,`,  // 1
		`ok,甲乙丙丁戊,10,`,      // 2
		`short,2`,           // 3
		`long,3,10,,,`,      // 4
		`"two`,              // 5
		`lines",4,ten,`,     // 6
		`unnamed,5,10,x`,    // 7
		`"bad"quote,6,10,`,  // 8
		"\xff,7,10,",        // 9
		`refused,8,nine,`,   // 10
		`refused,9,10,`,     // 11
		``,                  // 12
		`5" pipe,11,12,`,    // 13
		`"never closed,1,1`, // 14
	}, "\r\n")
	m := &memory{refuse: func(row map[string]any) error {
		if row["name"] == "refused" {
			var l problem.List
			l.Add("/phone", "invalid_phone")
			l.Add("/name", "too_short")
			return l.Err()
		}
		return nil
	}}
	s, err := importer.Import(t.Context(), []byte(csv), "lead", m, importer.Options{})
	require.NoError(t, err)
	require.Equal(t, []string{
		"3  too_few_cells", "4  too_many_cells", "5 /size not_a_number", "7  cell_without_header", "8  text_after_quote",
		"9  invalid_utf8", "10 /size not_a_number", "11 /name too_short", "11 /phone invalid_phone", "14  quote_not_closed",
	}, errorsOf(s))
	require.Equal(t, int64(2), s.Created)
	require.Equal(t, int64(9), s.Failed)
	require.Equal(t, int64(11), s.Rows)
	require.Equal(t, "ok", m.rows[0]["name"])
	require.Equal(t, `5" pipe`, m.rows[1]["name"])
}

func TestImportTakesPlaceholdersAsEmpty(t *testing.T) {
	t.Parallel()
	m, _ := run(t, "name,phone,lead_source\nann,Select,Select\nbob, ,\ncid,select,x\n", importer.Options{Empty: []string{"Select"}})
	require.Equal(t, []map[string]any{
		{"name": "ann", "phone": nil, "lead_source": nil}, {"name": "bob", "phone": nil, "lead_source": nil},
		{"name": "cid", "phone": "select", "lead_source": "x"},
	}, m.rows, "an empty cell says empty, also where the field has a default")
}

func TestImportCountsLinesFromWhereItIsTold(t *testing.T) {
	t.Parallel()
	_, s := run(t, "name,size\nx,y\n", importer.Options{Line: 1001})
	require.Equal(t, []string{"1002 /size not_a_number"}, errorsOf(s))
}

func TestImportWorksInBatchesAndTellsProgress(t *testing.T) {
	t.Parallel()
	var csv strings.Builder
	csv.WriteString("name\n")
	for i := range 1201 {
		fmt.Fprintf(&csv, "n%d\n", i)
	}
	var seen []int64
	m := &memory{}
	f, err := sheet.Open(strings.NewReader(csv.String()), int64(csv.Len()), sheet.Options{})
	require.NoError(t, err)
	s, err := importer.Run(t.Context(), importer.Job{Entity: "lead", File: f, To: m, Progress: func(_ context.Context, s importer.State) error {
		seen = append(seen, s.Rows)
		return nil
	}}, func(importer.Failure) {})
	require.NoError(t, err)
	require.Equal(t, []int{1000, 201}, m.batches)
	require.Equal(t, []int64{1000, 1201}, seen)
	require.Equal(t, int64(1201), s.Created)
	require.Equal(t, "n1200", m.rows[1200]["name"])
}

func TestImportKeepsErrorsWithinLimits(t *testing.T) {
	t.Parallel()
	_, s := run(t, "name,size\n"+strings.Repeat("x,y\n", 1500), importer.Options{})
	require.Equal(t, int64(1500), s.Failed)
	require.Len(t, s.Errors, 1000)
	require.True(t, s.Truncated)
}

func TestImportPassesOverRowsThatAreTooLarge(t *testing.T) {
	t.Parallel()
	csv := "name,size\n\"" + strings.Repeat("long ", sheet.MaxRowBytes/4) + "\",1\nnext,2\n"
	m, s := run(t, csv, importer.Options{})
	require.Equal(t, []string{"2  row_too_large"}, errorsOf(s))
	require.Equal(t, "next", m.rows[0]["name"])
}

func TestImportTellsWhatWasDoneBeforeItFailed(t *testing.T) {
	t.Parallel()
	gone := errors.New("database is gone")
	s, err := importer.Import(t.Context(), []byte("name\nx\n"), "lead", &memory{err: gone}, importer.Options{})
	require.ErrorIs(t, err, gone)
	require.Zero(t, s.Created)
	require.Equal(t, map[string]any{"rows": int64(0), "created": int64(0), "updated": int64(0), "failed": int64(0)}, problem.As(err).Extra)
}

func BenchmarkImport(b *testing.B) {
	csv := "name,phone,size,lead_source\n" + strings.Repeat("Ann Example,+86 138 0013 8000,1024,\"a, quoted source\"\n", 10000)
	b.SetBytes(int64(len(csv)))
	for b.Loop() {
		if _, err := importer.Import(b.Context(), []byte(csv), "lead", &memory{refuse: func(map[string]any) error { return problem.New(problem.Invalid, "x") }}, importer.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
